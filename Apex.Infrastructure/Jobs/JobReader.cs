using System.Data.Common;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Jobs;

/// <summary>Reads jobs and nodes.</summary>
public sealed class JobReader
{
    private const int MaxNodes = 20;

    private const string Columns = "outcome, started_at, ended_at, times, done, detail, node";

    // The newest may still run; the one before it has ended.
    private const string Newest = $"SELECT {Columns} FROM job_runs WHERE job = @job ORDER BY id DESC LIMIT 2";

    private const string NewestDone = $"SELECT {Columns} FROM job_runs WHERE job = @job AND outcome = 'done' ORDER BY id DESC LIMIT 1";

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly JobRunner _runner;
    private readonly JobSchedule _schedule;
    private readonly ProviderRegistry _providers;
    private readonly NodeIdentity _self;

    internal JobReader(ApexStorage storage, ApexClock clock, JobRunner runner, JobSchedule schedule, ProviderRegistry providers, NodeIdentity self) =>
        (_storage, _clock, _runner, _schedule, _providers, _self) = (storage, clock, runner, schedule, providers, self);

    public async Task<JobsModel> ReadAsync(CancellationToken ct = default)
    {
        var next = new Dictionary<string, DateTimeOffset?>(StringComparer.Ordinal);
        foreach (var job in _runner.Jobs)
        {
            next[job.Name] = await _schedule.NextAtAsync(job.Name, ct);
        }

        return await _storage.ReadAsync(session => ReadAsync(session, next), ct);
    }

    /// <summary>Another living node runs it. Two nodes asked at the same moment may both begin; jobs bear that.</summary>
    internal Task<bool> RunsElsewhereAsync(string job) => _storage.ReadAsync(async session =>
    {
        var nodes = await NodesAsync(session, _clock.Now);
        return (await RunsAsync(session, Newest, job)).Take(1).Any(run => run.Node != _self.Name && Runs(run, nodes));
    });

    private async Task<JobsModel> ReadAsync(DbSession session, Dictionary<string, DateTimeOffset?> next)
    {
        var now = _clock.Now;
        var nodes = await NodesAsync(session, now);
        var jobs = new List<JobView>();
        foreach (var job in _runner.Jobs)
        {
            var runs = await RunsAsync(session, Newest, job.Name);
            var running = runs.Take(1).FirstOrDefault(run => Runs(run, nodes));
            var last = runs.Skip(running is null ? 0 : 1).FirstOrDefault();
            last = last?.Outcome == "running" ? last with { Outcome = "cut_off" } : last;
            var done = last?.Outcome == "done" ? null : (await RunsAsync(session, NewestDone, job.Name)).FirstOrDefault();
            jobs.Add(new(job.Name, job.Purpose, (int)job.Every.TotalSeconds, running?.StartedAt, last, done, next[job.Name]));
        }

        return new(now, jobs, [.. Polled()], nodes);
    }

    private IEnumerable<PolledProvider> Polled() =>
        from provider in _providers.All.OfType<IPullProvider>()
        let traits = provider.Traits
        where provider.Polls is not null
        orderby !traits.Enabled, traits.DisplayName
        select new PolledProvider(
            traits.Name, traits.DisplayName, traits.Enabled, traits.Pushes, traits.Pushes ? null : provider.Polls!.Activity, provider.Polls!.MaxSleepCalls, provider.Reconcile?.DaysBefore);

    // Its row says so, and the process that wrote it lives: a dead one's row says so for ever.
    private static bool Runs(JobRunView run, IReadOnlyList<NodeView> nodes) =>
        run.Outcome == "running" && nodes.Any(node => node.Name == run.Node && node.State == "running" && run.StartedAt >= node.StartedAt);

    private static Task<List<JobRunView>> RunsAsync(DbSession session, string sql, string job) => session.QueryAsync(sql, Read, ("@job", job));

    private static JobRunView Read(DbDataReader reader) => new(
        reader.GetString(0), reader.Instant(1), reader.InstantOrNull(2), reader.GetInt32(3), reader.GetInt64(4), reader.TextOrNull(5), reader.GetString(6));

    private static Task<List<NodeView>> NodesAsync(DbSession session, DateTimeOffset now) => session.QueryAsync(
        "SELECT name, version, started_at, last_seen_at, clean_stop FROM nodes ORDER BY last_seen_at DESC, started_at DESC LIMIT @most",
        reader => new NodeView(
            reader.GetString(0), reader.GetString(1), reader.Instant(2), reader.Instant(3),
            reader.GetBoolean(4) ? "stopped" : now - reader.Instant(3) < NodeHeartbeat.GoneAfter ? "running" : "gone"),
        ("@most", MaxNodes));
}
