using System.Globalization;
using System.Security.Claims;
using Apex.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security.Accounts;

/// <summary>12 h idle, 7 days at most; revoked sessions notice within a minute.</summary>
internal sealed class SessionCookie(IOptions<ApexOptions> settings, TimeProvider clock)
    : IConfigureNamedOptions<CookieAuthenticationOptions>, IConfigureOptions<SecurityStampValidatorOptions>
{
    /// <summary>Claim with the Unix ms of the sign-in; it must survive every renewal of the cookie.</summary>
    public const string StartedClaim = "apex:session_started";

    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long a revoked session may go unnoticed, in requests and in open circuits.</summary>
    public static readonly TimeSpan RevalidateEvery = TimeSpan.FromMinutes(1);

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name != IdentityConstants.ApplicationScheme)
        {
            return;
        }

        var https = settings.Value.PublicUrl?.Scheme == Uri.UriSchemeHttps;
        options.Cookie.Name = https ? "__Host-apex-session" : "apex-session";
        options.Cookie.Path = "/"; // the __Host- prefix demands it
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.LoginPath = "/sign-in";
        options.AccessDeniedPath = "/not-allowed";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnSigningIn = Start;
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToLogin = context => RedirectPages(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => RedirectPages(context, StatusCodes.Status403Forbidden);
    }

    public void Configure(SecurityStampValidatorOptions options)
    {
        options.ValidationInterval = RevalidateEvery;
        options.OnRefreshingPrincipal = context =>
        {
            if (context.CurrentPrincipal?.FindFirst(StartedClaim) is { } started && context.NewPrincipal?.Identity is ClaimsIdentity identity)
            {
                identity.AddClaim(started.Clone());
            }

            return Task.CompletedTask;
        };
    }

    public static bool HasEnded(ClaimsPrincipal principal, DateTimeOffset now) =>
        !long.TryParse(principal.FindFirstValue(StartedClaim), CultureInfo.InvariantCulture, out var startedMs)
        || now - DateTimeOffset.FromUnixTimeMilliseconds(startedMs) >= Longest;

    private Task Start(CookieSigningInContext context)
    {
        if (context.Principal?.Identity is ClaimsIdentity identity && !identity.HasClaim(claim => claim.Type == StartedClaim))
        {
            var startedMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
            identity.AddClaim(new Claim(StartedClaim, startedMs.ToString(CultureInfo.InvariantCulture)));
        }

        return Task.CompletedTask;
    }

    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Principal is { } principal && HasEnded(principal, clock.GetUtcNow()))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        await SecurityStampValidator.ValidatePrincipalAsync(context);
    }

    // A page goes to the form; a program gets a status it can act on.
    private static Task RedirectPages(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (AppPaths.IsForPrograms(context.Request.Path))
        {
            context.Response.StatusCode = status;
        }
        else
        {
            context.Response.Redirect(context.RedirectUri);
        }

        return Task.CompletedTask;
    }
}
