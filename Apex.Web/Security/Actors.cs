using System.Collections.Concurrent;
using System.Security.Claims;
using Apex.Infrastructure.Security;
using Apex.Web.Security.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Apex.Web.Security;

/// <summary>Whose deed it was. Kept by id, because names change and are personal; shown by name.</summary>
internal sealed class Actors(IServiceScopeFactory scopes, ApiKeyStore keys)
{
    private const string Account = "account:";
    private const string Key = "key:";

    // Bounded by the accounts there are; a change of name shows after a restart.
    private readonly ConcurrentDictionary<Guid, string> _names = new();

    /// <summary>As the audit log names an account, or null for nobody signed in.</summary>
    public static string? OfAccount(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? Account + id : null;

    /// <summary>As the audit log names a key.</summary>
    public static string OfKey(ClaimsIdentity key) => Key + key.FindFirst(ClaimTypes.NameIdentifier)?.Value;

    /// <summary>The name of an account or key that has one still; anything else as it is kept.</summary>
    public async Task<string> NameAsync(string actor)
    {
        if (IdIn(actor, Key) is { } keyId)
        {
            return (await keys.ListAsync()).FirstOrDefault(key => key.Id == keyId) is { } key ? $"key “{key.Name}”" : actor;
        }

        return IdIn(actor, Account) is { } accountId ? await AccountNameAsync(accountId) ?? actor : actor;
    }

    private static Guid? IdIn(string actor, string kind) => actor.StartsWith(kind, StringComparison.Ordinal) && Guid.TryParse(actor.AsSpan(kind.Length), out var id) ? id : null;

    private async Task<string?> AccountNameAsync(Guid id)
    {
        if (_names.TryGetValue(id, out var known))
        {
            return known;
        }

        await using var scope = scopes.CreateAsyncScope();
        var name = await scope.ServiceProvider.GetRequiredService<AccountsDb>().Users.Where(account => account.Id == id).Select(account => account.UserName).FirstOrDefaultAsync();
        return name is null ? null : _names[id] = name;
    }
}
