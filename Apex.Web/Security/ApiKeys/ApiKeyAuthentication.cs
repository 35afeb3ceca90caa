using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Apex.Infrastructure.Security;
using Apex.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security.ApiKeys;

/// <summary><c>Authorization: Bearer apx_…</c>. Keys are compared by hash only, so that time tells nothing of them.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyStore keys, IOptions<ApexOptions> settings)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    public const string ScopeClaim = "apex:scope";

    private const string Bearer = "Bearer ";

    /// <summary>Ours have 47 characters; a configured one may be longer.</summary>
    private const int MaxLength = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var secret = header[Bearer.Length..].Trim();
        if (secret.Length is 0 or > MaxLength)
        {
            return AuthenticateResult.Fail("No such key.");
        }

        if (IsBootstrapKey(secret))
        {
            return Success("bootstrap", "bootstrap", ApiScopes.All);
        }

        return secret.StartsWith(ApiKeyStore.KeyPrefix, StringComparison.Ordinal) && await keys.FindAsync(secret, Context.RequestAborted) is { } key
            ? Success(key.Id.ToString("D"), key.Name, key.Scopes)
            : AuthenticateResult.Fail("No such key.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private bool IsBootstrapKey(string secret) => settings.Value.BootstrapApiKey is { Length: > 0 } bootstrap
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), SHA256.HashData(Encoding.UTF8.GetBytes(bootstrap)));

    private AuthenticateResult Success(string id, string name, IReadOnlyList<string> scopes)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, id), new Claim(ClaimTypes.Name, name), .. scopes.Select(scope => new Claim(ScopeClaim, scope))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
