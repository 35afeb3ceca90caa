using Apex.Domain.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers.Garmin;

internal static class GarminServices
{
    public const string Name = "garmin";
    public const string Section = "Garmin";

    public static IServiceCollection AddGarmin(this IServiceCollection services, IConfiguration configuration) => services
        .AddVendorHttp(Name)
        .AddSingleton(_ => GarminOptions.Read(new ProviderSection(configuration, Section)))
        .AddSingleton(container => new GarminClient(container.Http(Name), container.GetRequiredService<GarminOptions>()))
        .AddSingleton<IProvider, GarminProvider>();

    public static ProviderTraits Traits(GarminOptions options) => new()
    {
        Name = Name,
        DisplayName = "Garmin",
        Enabled = options.Enabled,
        MaxBodyBytes = 16 << 20, // one push holds many people's records
        HasSecretPath = true,
        Section = Section,
        AckLimit = GarminWebhook.AckLimit,
        Signals = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity],
    };
}
