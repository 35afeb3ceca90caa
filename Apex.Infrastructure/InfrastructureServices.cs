using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Polling;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Retention;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure;

/// <summary>The one door of this project.</summary>
public static class InfrastructureServices
{
    /// <summary>Registers storage, the road and the vendors. The host adds a <see cref="TimeProvider"/>, a <see cref="SecretCipher"/>,
    /// <see cref="StorageOptions"/>, a <see cref="NodeIdentity"/> and <see cref="RecoverySettings"/>.</summary>
    public static IServiceCollection AddApexInfrastructure(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ApexClock>().AddSingleton<FatalStorage>().AddSingleton<ApexStorage>();
        services.AddHostedService<StorageStartup>();

        // Before all that works: it stops after it, so that a clean stop's last beat knows everything.
        services.AddSingleton<RefusalLog>().AddSingleton<ReconcilePlanner>();
        services.AddSingleton<NodeHeartbeat>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<NodeHeartbeat>());
        services.AddProviders(configuration);
        services.Configure<RetryOptions>(configuration.GetSection("Apex:Retry"));
        services.AddOptions<RetentionOptions>().Bind(configuration.GetSection(RetentionOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BackfillOptions>().Bind(configuration.GetSection(BackfillOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.Configure<JobOptions>(configuration.GetSection(JobOptions.Section));
        return services.AddRoad().AddFeatures().AddJobs();
    }

    /// <summary>Makes this process the only one on the data directory; call it before anything opens a file there.</summary>
    /// <exception cref="DataDirectoryInUseException">Another Apex runs on it.</exception>
    public static void LockDataDirectory(this IServiceProvider services) => services.GetRequiredService<ApexStorage>().TakeLock();

    // Last: what they plan finds the road running, and they stop before it.
    private static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<PollPlanner>().AddSingleton<Expiry>().AddSingleton<TokenRefreshAhead>().AddSingleton<JobCatalog>();
        services.AddSingleton(provider => new JobRunner(
            provider.GetRequiredService<JobCatalog>().Jobs,
            provider.GetRequiredService<ApexStorage>(),
            provider.GetRequiredService<ApexClock>(),
            provider.GetRequiredService<NodeIdentity>().Name,
            provider.GetRequiredService<ILogger<JobRunner>>()));
        services.AddSingleton<JobSchedule>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<JobSchedule>());
        return services;
    }

    private static IServiceCollection AddRoad(this IServiceCollection services)
    {
        services.AddSingleton<MetricsFeed>().AddSingleton<AckLog>().AddSingleton<ErasedAccounts>();
        services.AddSingleton<AckMinutes>().AddSingleton<AckRecorder>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<AckRecorder>());
        services.AddSingleton<WorkSignal>().AddSingleton<WorkQueue>().AddSingleton<RetryLadder>();
        services.AddSingleton<ProviderGate>().AddSingleton<ReauthBrake>();
        services.AddSingleton<GateRefresh>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<GateRefresh>());
        services.AddSingleton<InboxAppender>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<InboxAppender>());
        services.AddSingleton(provider => new WebhookIntake(
            provider.GetRequiredService<ProviderRegistry>(),
            provider.GetRequiredService<InboxAppender>(),
            provider.GetRequiredService<ApexClock>(),
            provider.GetRequiredService<MetricsFeed>(),
            provider.GetRequiredService<AckLog>(),
            provider.GetRequiredService<AckMinutes>(),
            provider.GetRequiredService<ErasedAccounts>(),
            provider.GetRequiredService<RefusalLog>(),
            provider.GetRequiredService<ILogger<WebhookIntake>>()));
        services.AddSingleton<ContextReader>().AddSingleton<TokenKeeper>().AddSingleton<QuotaLedger>().AddSingleton<FetchStep>().AddSingleton<LinkStep>();
        services.AddSingleton<DayStore>().AddSingleton<Settlement>().AddSingleton<IngestPipeline>().AddSingleton<DeriveRunner>();
        services.AddSingleton<WorkLoops>().AddSingleton<IHostedService>(provider => provider.GetRequiredService<WorkLoops>());
        return services;
    }
}
