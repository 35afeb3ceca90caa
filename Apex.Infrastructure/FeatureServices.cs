using System.Reflection;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Security;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Apex.Infrastructure;

/// <summary>What the API and the pages share: one service per thing a person can look at or do.</summary>
internal static class FeatureServices
{
    public static IServiceCollection AddFeatures(this IServiceCollection services)
    {
        services.AddSingleton<Erasure>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<Erasure>());
        services.AddSingleton<DeregisterCall>().AddSingleton<Deregistrations>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<Deregistrations>());
        services.AddSingleton<ConnectBackfill>().AddSingleton<DeadLetterReplay>().AddSingleton<Judging>();
        services.AddSingleton<FreshnessSweep>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<FreshnessSweep>());
        return services
            .AddDoor<Users>().AddDoor<ConnectionAdmin>().AddDoor<Backfills>().AddDoor<SyncNow>().AddDoor<ApiKeyStore>()
            .AddDoor<MetricsReader>().AddDoor<FreshnessReader>().AddDoor<RunReader>().AddDoor<RawPayloadReader>().AddDoor<Readiness>().AddDoor<LiveReader>()
            .AddDoor<MessageReader>().AddDoor<WorkItemReader>().AddDoor<WorkItemAdmin>().AddDoor<ProviderGates>().AddDoor<DeadLetters>()
            .AddDoor<OverviewReader>().AddDoor<FleetReader>().AddDoor<LandedReader>().AddDoor<RosterReader>().AddDoor<PersonReader>()
            .AddDoor<ProviderReader>().AddDoor<JobReader>().AddDoor<JobAdmin>().AddDoor<PollForecastReader>();
    }

    // Doors are public and their parts are not: the container must be told of the internal constructor.
    private static IServiceCollection AddDoor<T>(this IServiceCollection services)
        where T : class
    {
        var constructor = typeof(T).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic).Single();
        return services.AddSingleton(provider => (T)constructor.Invoke([.. constructor.GetParameters().Select(part => provider.GetRequiredService(part.ParameterType))]));
    }
}
