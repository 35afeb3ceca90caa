using System.Security.Claims;
using Apex.Infrastructure.Security;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Security.ApiKeys;

/// <summary>Who may call the HTTP API: a key with the scope, or someone signed in with the role.</summary>
internal static class ApiPolicies
{
    public const string Read = "api:read";
    public const string Manage = "api:manage";
    public const string Ingest = "api:ingest";

    /// <summary>Making and revoking keys: an account needs to be an admin's.</summary>
    public const string Keys = "api:keys";

    private static readonly string[] Schemes = [ApiKeyAuthentication.SchemeName, IdentityConstants.ApplicationScheme];

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Read, policy => Require(policy, ApiScopes.Read, Roles.Ops, Roles.Admin))
            .AddPolicy(Manage, policy => Require(policy, ApiScopes.Manage, Roles.Ops, Roles.Admin))
            .AddPolicy(Ingest, policy => Require(policy, ApiScopes.Ingest, Roles.Ops, Roles.Admin))
            .AddPolicy(Keys, policy => Require(policy, ApiScopes.Manage, Roles.Admin));
    }

    /// <summary>Whose deed it is, as the audit log names them.</summary>
    public static string ActorOf(ClaimsPrincipal caller) => caller.Identities.FirstOrDefault(IsKey) is { } key
        ? Actors.OfKey(key)
        : Actors.OfAccount(caller) ?? throw new InvalidOperationException("Nobody is signed in: the policy should have refused.");

    public static bool HasKey(ClaimsPrincipal caller) => caller.Identities.Any(IsKey);

    private static bool IsKey(ClaimsIdentity identity) => identity.AuthenticationType == ApiKeyAuthentication.SchemeName;

    private static void Require(AuthorizationPolicyBuilder policy, string scope, params string[] roles) => policy
        .AddAuthenticationSchemes(Schemes)
        .RequireAuthenticatedUser()
        .RequireAssertion(context => context.User.HasClaim(ApiKeyAuthentication.ScopeClaim, scope) || roles.Any(context.User.IsInRole));
}
