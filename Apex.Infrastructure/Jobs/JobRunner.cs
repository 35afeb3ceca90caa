using System.Collections.Frozen;
using Apex.Infrastructure.People;
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

    public bool Knows(string name) => _jobs.ContainsKey(name);

    /// <summary>Runs to the end, at its time.</summary>
    /// <returns>False: no such job, or it runs already.</returns>
    public async Task<bool> RunAsync(string name, CancellationToken ct)
    {
        try
        {
            if (await StartAsync(name, actor: null, ct) is not { } run)
            {
                return false;
            }

            await run.Finished;
        }
        catch (StorageUnavailableException e)
        {
            LogNoStorage(name, e.Message);
        }

        return true;
    }

    /// <summary>Begins, with the record of it committed, and goes on by itself.</summary>
    /// <param name="actor">Who asked for it, for the audit log; null: the schedule.</param>
    /// <returns>Null: no such job, or it runs already.</returns>
    /// <exception cref="StorageUnavailableException">Nothing has begun.</exception>
    public async Task<RunningJob?> StartAsync(string name, string? actor, CancellationToken ct)
    {
        if (!_jobs.TryGetValue(name, out var entry) || !await entry.Gate.WaitAsync(TimeSpan.Zero, ct))
        {
            return null;
        }

        try
        {
            var startedAt = _clock.Now;
            var id = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
            {
                if (actor is not null)
                {
                    await AuditLog.WriteAsync(session, actor, "job.run", $"job:{name}", startedAt);
                }

                return await JobRunSql.BeginAsync(session, name, _node, startedAt);
            });
            return new(startedAt, FinishAsync(entry.Job, entry.Gate, id, startedAt, ct));
        }
        catch
        {
            entry.Gate.Release();
            throw;
        }
    }

    /// <summary>Waits until nothing runs. Call when no run begins any more.</summary>
    public async Task QuietAsync(CancellationToken ct)
    {
        foreach (var (_, gate) in _jobs.Values)
        {
            await gate.WaitAsync(ct);
            gate.Release();
        }
    }

    private async Task<FinishedJob> FinishAsync(ApexJob job, SemaphoreSlim gate, long id, DateTimeOffset startedAt, CancellationToken ct)
    {
        try
        {
            var (outcome, result) = await OutcomeAsync(job, ct);
            await EndAsync(job.Name, id, outcome, result);
            return new(outcome, result.Done, result.Detail, _clock.Now - startedAt);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task EndAsync(string job, long id, string outcome, JobResult result)
    {
        try
        {
            await _storage.Writer.RunAsync(WriteLane.Work, session => outcome == "idle"
                ? JobRunSql.EndIdleAsync(session, id, job, _node, result, _clock.Now)
                : JobRunSql.EndAsync(session, id, outcome, result, _clock.Now));
        }
        catch (StorageUnavailableException e)
        {
            LogNoStorage(job, e.Message);
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
        catch (StorageUnavailableException e)
        {
            LogNoStorage(job.Name, e.Message);
            return ("failed", new(0, "the database was away"));
        }
        catch (Exception e)
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
