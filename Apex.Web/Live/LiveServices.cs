using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apex.Web.Live;

internal static class LiveServices
{
    // What clients send is an id; the answers are ours.
    private const int MaxMessageBytes = 4096;

    public static void AddApexLive(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<LiveSubscriptions>();
        builder.Services.AddHostedService<FeedRelay>();
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
