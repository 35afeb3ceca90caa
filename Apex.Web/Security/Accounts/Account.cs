using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Security.Accounts;

/// <summary>Someone who may sign in. Public because ASP.NET Core Identity's stores need it to be.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>For the stores; new accounts come from <see cref="Create"/>.</summary>
    public Account()
    {
    }

    public static Account Create(string email, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        UserName = email,
        Email = email,
        SecurityStamp = Guid.NewGuid().ToString("N"),
    };
}
