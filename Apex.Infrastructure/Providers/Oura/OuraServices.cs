using System.Net;
using Apex.Domain.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers.Oura;

internal static class OuraServices
{
    public const string Name = "oura";
    public const string Section = "Oura";

    public static IServiceCollection AddOura(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpClient(Name, client => client.Timeout = Timeout.InfiniteTimeSpan) // ProviderHttp keeps the time
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a redirect would carry the token to a host nobody configured
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .RemoveAllLoggers(); // addresses hold object ids
        return services
            .AddSingleton(_ => OuraOptions.Read(new ProviderSection(configuration, Section)))
            .AddSingleton(container => new OuraClient(
                new ProviderHttp(container.GetRequiredService<IHttpClientFactory>(), Name, container.GetRequiredService<ApexClock>(), TimeProvider.System),
                container.GetRequiredService<OuraOptions>(),
                container.GetRequiredService<ApexClock>()))
            .AddSingleton<IProvider, OuraProvider>();
    }

    public static ProviderTraits Traits(OuraOptions options) => new()
    {
        Name = Name,
        DisplayName = "Oura",
        Enabled = options.Enabled,
        Quota = OuraLimits.Quota,
        Signals = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity],
        SignalsByFamily = new Dictionary<string, IReadOnlyList<SignalGroup>>
        {
            [OuraPayloads.Sleep] = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr],
            [OuraPayloads.DailyActivity] = [SignalGroup.Steps, SignalGroup.Activity],
        },
    };
}
