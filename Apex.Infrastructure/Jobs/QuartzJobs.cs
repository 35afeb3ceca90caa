using Apex.Infrastructure.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Quartz;

namespace Apex.Infrastructure.Jobs;

/// <summary>Quartz keeps the times and nothing else. One node: in memory, for the plans themselves are durable. PostgreSQL: a clustered store, so that of many
/// nodes one runs each job.</summary>
internal static class QuartzJobs
{
    private const string NameKey = "job";
    private static readonly TimeSpan _checkIn = TimeSpan.FromSeconds(10);

    public static void Add(IServiceCollection services, StorageOptions storage, IReadOnlyCollection<(string Name, TimeSpan Every)> jobs)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options => options.InstanceName = "apex");
            if (storage.Kind == StorageKind.Postgres)
            {
                UsePostgres(quartz, storage.ConnectionString!);
            }

            foreach (var (name, every) in jobs)
            {
                quartz.AddJob<RunJob>(job => job.WithIdentity(name).UsingJobData(NameKey, name).StoreDurably());
                quartz.AddTrigger<RunJob>(trigger => trigger.ForJob(name).WithIdentity(name).WithSimpleSchedule(every));
            }
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
    }

    private static void UsePostgres(IQuartzBuilder quartz, string connectionString) => quartz.UsePersistentStore(store =>
    {
        store.ProvisionSchema();
        store.UsePostgres(NpgsqlFactory.Instance, connectionString);
        store.UseClustering(cluster =>
        {
            cluster.CheckinInterval = _checkIn;
            cluster.CheckinMisfireThreshold = 2 * _checkIn;
        });
    });

    /// <summary>Every Apex job is this Quartz job with a name.</summary>
    [DisallowConcurrentExecution]
    internal sealed class RunJob(JobRunner runner) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await runner.RunAsync(context.MergedJobDataMap.GetString(NameKey)!, ct);
    }
}
