using System.Text.Json;
using System.Text.Json.Serialization;
using Apex.Infrastructure.Security;
using Apex.Web.Security.Accounts;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Identity;

namespace Apex.Web.Live;

internal static class LiveHubServices
{
    // What clients send is an id; the answers are ours.
    private const int MaxMessageBytes = 4096;

    /// <summary>A key that may read, or anyone with an account.</summary>
    public const string MayFollow = "live:follow";

    public static void AddApexLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveSubscriptions>();
        builder.Services.AddHostedService<FeedRelay>();
        builder.Services.AddAuthorizationBuilder().AddPolicy(MayFollow, policy => policy
            .AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName, IdentityConstants.ApplicationScheme)
            .RequireAuthenticatedUser()
            .RequireAssertion(caller => caller.User.HasClaim(ApiKeyAuthentication.ScopeClaim, ApiScopes.Read) || Roles.All.Any(caller.User.IsInRole)));
        builder.Services.AddSignalR().AddHubOptions<LiveHub>(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes).AddJsonProtocol(json =>
        {
            json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, LiveJson.Default);
            json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        });
    }

    /// <summary>Before authentication.</summary>
    public static void UseApexLive(this WebApplication app) => app.UseMiddleware<HubAccessToken>();

    public static void MapApexLive(this WebApplication app) => app.MapHub<LiveHub>(LiveHub.Path);
}
