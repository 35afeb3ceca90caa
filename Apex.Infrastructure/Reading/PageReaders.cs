using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Infrastructure.Reading;

/// <summary>The readers behind the pages.</summary>
internal static class PageReaders
{
    public static IServiceCollection AddPageReaders(this IServiceCollection services)
    {
        services.AddSingleton(provider => new OverviewReader(
            provider.GetRequiredService<ApexStorage>(),
            provider.GetRequiredService<ApexClock>(),
            provider.GetRequiredService<ProviderRegistry>(),
            provider.GetRequiredService<AckLog>(),
            provider.GetRequiredService<MetricsFeed>()));
        services.AddSingleton(provider => new FleetReader(
            provider.GetRequiredService<ApexStorage>(), provider.GetRequiredService<ApexClock>(), provider.GetRequiredService<ProviderRegistry>()));
        services.AddSingleton(provider => new LandedReader(provider.GetRequiredService<ApexStorage>(), provider.GetRequiredService<ApexClock>()));
        services.AddSingleton(provider => new RosterReader(provider.GetRequiredService<ApexStorage>(), provider.GetRequiredService<FleetReader>()));
        return services;
    }
}
