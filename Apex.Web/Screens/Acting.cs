using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Apex.Web.Screens;

/// <summary>Who acts in this circuit, asked at the moment of the deed: rights may have changed since the page was opened.</summary>
public sealed class Acting(AuthenticationStateProvider session, IAuthorizationService authorization)
{
    /// <summary>The name the audit log keeps, or null: not (any more) allowed.</summary>
    public async Task<string?> AsAsync(string policy)
    {
        var user = (await session.GetAuthenticationStateAsync()).User;
        return (await authorization.AuthorizeAsync(user, policy)).Succeeded && user.Identity?.Name is { } name ? $"account:{name}" : null;
    }
}
