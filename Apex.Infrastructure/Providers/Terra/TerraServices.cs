using Apex.Domain.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers.Terra;

internal static class TerraServices
{
    public const string Name = "terra";
    public const string Section = "Terra";

    public static IServiceCollection AddTerra(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(_ => TerraOptions.Read(new ProviderSection(configuration, Section)))
        .AddSingleton<IProvider, TerraProvider>();

    public static ProviderTraits Traits(TerraOptions options) => new()
    {
        Name = Name,
        DisplayName = "Terra",
        Enabled = options.Enabled,
        MaxBodyBytes = 16 << 20, // chunks of a large request are up to 10 MB
        Signals = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity, SignalGroup.Strain],
    };
}
