using System.Net;
using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Security.Accounts;

internal enum SignInOutcome
{
    SignedIn,

    /// <summary>No such account, wrong password or locked: deliberately one answer.</summary>
    Refused,
    TooManyTries,
}

/// <summary>Password sign-in that tells a guesser nothing: same answer and same work whether or not the account exists.</summary>
internal sealed partial class SignInService(
    SignInManager<Account> signIn, UserManager<Account> accounts, SignInThrottle throttle, ILogger<SignInService> logger)
{
    // Verified against when there is no account, so that both ways cost one hash. Made once; nobody knows its password.
    private static string? s_decoyHash;

    public async Task<SignInOutcome> TryAsync(string email, string password, IPAddress? from)
    {
        if (!throttle.TryTake(from))
        {
            LogThrottled();
            return SignInOutcome.TooManyTries;
        }

        if (await accounts.FindByEmailAsync(email) is not { } account)
        {
            var decoy = new Account();
            s_decoyHash ??= accounts.PasswordHasher.HashPassword(decoy, Guid.NewGuid().ToString());
            accounts.PasswordHasher.VerifyHashedPassword(decoy, s_decoyHash, password);
            return SignInOutcome.Refused;
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: true, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            LogRefused(account.Id, result.IsLockedOut);
        }

        return result.Succeeded ? SignInOutcome.SignedIn : SignInOutcome.Refused;
    }

    [LoggerMessage(4003, LogLevel.Warning, "Sign-in to account {Account} refused (locked: {Locked})")]
    private partial void LogRefused(Guid account, bool locked);

    [LoggerMessage(4004, LogLevel.Warning, "Sign-in tries from one address throttled")]
    private partial void LogThrottled();
}
