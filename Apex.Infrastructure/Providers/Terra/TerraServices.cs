using Apex.Domain.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Providers.Terra;

internal static class TerraServices
{
    public const string Name = "terra";
    public const string Section = "Terra";

    /// <summary>Chunks of a large request are up to 10 MB.</summary>
    public const int MaxBodyBytes = 16 << 20;

    private const string Links = "terra-links";

    public static IServiceCollection AddTerra(this IServiceCollection services, IConfiguration configuration) => services
        .AddVendorHttp(Name)
        .AddVendorHttp(Links, TerraOptions.Read(new ProviderSection(configuration, Section)).PayloadHosts.Handler)
        .AddSingleton(_ => TerraOptions.Read(new ProviderSection(configuration, Section)))
        .AddSingleton(container => new TerraClient(container.Http(Name), container.GetRequiredService<TerraOptions>()))
        .AddSingleton(container => new TerraLinks(container.Http(Links, TerraLinks.Timeout, TerraLinks.MaxBytes), container.GetRequiredService<TerraOptions>()))
        .AddSingleton<IProvider, TerraProvider>();

    public static ProviderTraits Traits(TerraOptions options) => new()
    {
        Name = Name,
        DisplayName = "Terra",
        Enabled = options.Enabled,
        MaxBodyBytes = MaxBodyBytes,
        Section = Section,
        AckLimit = TerraWebhook.AckLimit,
        Signals = [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity, SignalGroup.Strain],
    };
}
