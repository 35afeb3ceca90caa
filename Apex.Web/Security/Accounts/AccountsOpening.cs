using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Apex.Web.Security.Accounts;

/// <summary>The first account: an admin, made while there is none.</summary>
internal sealed class AccountsOpening(AccountsDb db, UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, TimeProvider clock)
{
    // Two people on the set-up page of one host must not both become admin.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public Task<bool> HasAccountsAsync(CancellationToken ct) => db.Users.AnyAsync(ct);

    public async Task CreateRolesAsync()
    {
        foreach (var name in Roles.All)
        {
            if (!await roles.RoleExistsAsync(name))
            {
                await roles.CreateAsync(new IdentityRole<Guid>(name) { Id = Guid.CreateVersion7(clock.GetUtcNow()) });
            }
        }
    }

    /// <returns>The new account, or null with the reasons why it was refused.</returns>
    public async Task<(Account? Account, IReadOnlyList<string> Problems)> CreateFirstAdminAsync(string email, string password, CancellationToken ct)
    {
        await OneAtATime.WaitAsync(ct);
        try
        {
            if (await HasAccountsAsync(ct))
            {
                return (null, ["Apex is already set up."]);
            }

            var account = Account.Create(email, clock.GetUtcNow());
            var created = await accounts.CreateAsync(account, password);
            if (!created.Succeeded)
            {
                return (null, [.. created.Errors.Select(error => error.Description)]);
            }

            await accounts.AddToRoleAsync(account, Roles.Admin);
            return (account, []);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
