using System.Collections.Frozen;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Jobs;

/// <summary>Runs a job by its name, never twice at once on a node, and keeps the record of it. A job that fails runs again at its next time.</summary>
internal sealed partial class JobRunner
{
    private readonly FrozenDictionary<string, (ApexJob Job, SemaphoreSlim Gate)> _jobs;
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly string _node;
    private readonly ILogger<JobRunner> _logger;

    public JobRunner(IEnumerable<ApexJob> jobs, ApexStorage storage, ApexClock clock, string node, ILogger<JobRunner> logger)
    {
        _jobs = jobs.ToFrozenDictionary(job => job.Name, job => (job, new SemaphoreSlim(1, 1)), StringComparer.Ordinal);
        (_storage, _clock, _node, _logger) = (storage, clock, node, logger);
    }

    public IEnumerable<ApexJob> Jobs => _jobs.Values.Select(entry => entry.Job).OrderBy(job => job.Name, StringComparer.Ordinal);

    /// <returns>False: no such job, or it runs already.</returns>
    public async Task<bool> RunAsync(string name, CancellationToken ct)
    {
        if (!_jobs.TryGetValue(name, out var entry) || !await entry.Gate.WaitAsync(TimeSpan.Zero, ct))
        {
            return false;
        }

        try
        {
            await RecordedAsync(entry.Job, ct);
        }
        finally
        {
            entry.Gate.Release();
        }

        return true;
    }

    private async Task RecordedAsync(ApexJob job, CancellationToken ct)
    {
        try
        {
            var id = await _storage.Writer.RunAsync(WriteLane.Work, session => JobRunSql.BeginAsync(session, job.Name, _node, _clock.Now));
            var (outcome, result) = await OutcomeAsync(job, ct);
            await _storage.Writer.RunAsync(WriteLane.Work, session => outcome == "idle"
                ? JobRunSql.EndIdleAsync(session, id, job.Name, _node, result, _clock.Now)
                : JobRunSql.EndAsync(session, id, outcome, result, _clock.Now));
        }
        catch (StorageUnavailableException e)
        {
            LogNoStorage(job.Name, e.Message);
        }
    }

    private async Task<(string Outcome, JobResult Result)> OutcomeAsync(ApexJob job, CancellationToken ct)
    {
        try
        {
            var result = await job.RunAsync(ct);
            return (result.Done == 0 ? "idle" : "done", result);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ("failed", new(0, "stopped with the process"));
        }
        catch (Exception e) when (e is not StorageUnavailableException)
        {
            LogFailed(e, job.Name);
            return ("failed", new(0, e.GetType().Name));
        }
    }

    [LoggerMessage(2101, LogLevel.Error, "Job {Job} failed; it runs again at its next time")]
    private partial void LogFailed(Exception e, string job);

    [LoggerMessage(2102, LogLevel.Warning, "Job {Job} could not be recorded: {Reason}")]
    private partial void LogNoStorage(string job, string reason);
}
