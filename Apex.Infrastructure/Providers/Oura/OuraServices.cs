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
        services.AddVendorHttp(Name);
        return services
            .AddSingleton(_ => OuraOptions.Read(new ProviderSection(configuration, Section)))
            .AddSingleton(container => new OuraClient(
                container.Http(Name), container.GetRequiredService<OuraOptions>(), container.GetRequiredService<ApexClock>()))
            .AddSingleton<IProvider, OuraProvider>();
    }

    public static ProviderTraits Traits(OuraOptions options) => new()
    {
        Name = Name,
        DisplayName = "Oura",
        Enabled = options.Enabled,
        Quota = OuraLimits.Quota(options.RequestsPer5Minutes),
        Section = Section,
        AckLimit = OuraLimits.Ack,
        Signals = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity],
        SignalsByFamily = new Dictionary<string, IReadOnlyList<SignalGroup>>
        {
            [OuraPayloads.Sleep] = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr],
            [OuraPayloads.DailyActivity] = [SignalGroup.Steps, SignalGroup.Activity],
        },
    };
}
