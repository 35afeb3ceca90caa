using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;
using Quartz.Extensibility;

namespace Apex.Infrastructure.Jobs;

/// <summary>Quartz keeps the times and nothing else. SQLite: in memory, for what is due is durable in the tables. PostgreSQL: a clustered store, so that of
/// many nodes one runs each job.</summary>
internal sealed class JobSchedule(JobRunner runner, StorageOptions storage, ApexClock clock, IOptions<JobOptions> options) : IHostedService
{
    private static readonly TimeSpan _checkIn = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private IScheduler? _scheduler;
    private Task? _stopping;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled)
        {
            return;
        }

        _scheduler = await QuartzSchedulerBuilder.Create(Configure).BuildScheduler(cancellationToken);
        foreach (var job in runner.Jobs)
        {
            var detail = JobBuilder.Create<RunJob>().WithIdentity(job.Name).Build();

            // What was missed is not made up for run by run: one look finds all that is due.
            var trigger = TriggerBuilder.Create().WithIdentity(job.Name).StartAt(clock.Now + job.After)
                .WithSimpleSchedule(schedule => schedule.WithInterval(job.Every).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)).Build();
            await _scheduler.ScheduleJob(detail, [trigger], new ScheduleJobOptions { Replace = true }, cancellationToken);
        }

        await _scheduler.Start(cancellationToken);
    }

    /// <summary>Once, whoever asks: two who stop the host at the same time both wait until no job runs, before the storage closes.</summary>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _stopping ??= StopOnceAsync(cancellationToken);
        }
    }

    /// <summary>When a job runs next; null: this node runs none by itself.</summary>
    public async Task<DateTimeOffset?> NextAtAsync(string job, CancellationToken ct) =>
        _scheduler is { } scheduler && await scheduler.GetTrigger(new TriggerKey(job), ct) is { } trigger ? trigger.NextFireTimeUtc : null;

    private async Task StopOnceAsync(CancellationToken ct)
    {
        if (_scheduler is not null)
        {
            await _scheduler.Shutdown(waitForJobsToComplete: true, ct);
        }

        await runner.QuietAsync(ct); // runs somebody asked for are not the scheduler's
    }

    private void Configure(IQuartzBuilder quartz)
    {
        quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = "apex");
        quartz.UseTimeProvider(clock.Time);
        quartz.UseJobFactory(new RunnerFactory(runner));
        if (storage.Kind != StorageKind.Postgres)
        {
            quartz.UseInMemoryStore();
            return;
        }

        quartz.UsePersistentStore(store =>
        {
            store.ProvisionSchema();
            store.UsePostgres(NpgsqlFactory.Instance, storage.ConnectionString!);
            store.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (_checkIn, 2 * _checkIn));
        });
    }

    /// <summary>Every Apex job is this one, by its key.</summary>
    [DisallowConcurrentExecution]
    internal sealed class RunJob(JobRunner runner) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken ct) => await runner.RunAsync(context.JobDetail.Key.Name, ct);
    }

    private sealed class RunnerFactory(JobRunner runner) : IJobFactory
    {
        public ValueTask<JobScope> CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken ct) => ValueTask.FromResult(new JobScope(new RunJob(runner), null));

        public ValueTask ReturnJob(JobScope scope, CancellationToken ct) => ValueTask.CompletedTask;
    }
}
