using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Apex.Tests.Jobs;

/// <summary>What /jobs shows, over rows written here. The clock stands at 08:00; this node is "here".</summary>
public sealed class JobReaderTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_IdleAfterSomethingWasDone_ShowsBoth(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        await RunAsync(store, "here", "done", Now.AddMinutes(-20), Now.AddMinutes(-19), times: 1, done: 7, "7 things");
        await RunAsync(store, "here", "idle", Now.AddMinutes(-18), Now.AddMinutes(-1), times: 18, done: 0, "nothing was due");

        var job = Assert.Single((await Reader(store).ReadAsync(Ct)).Jobs);

        Assert.Equal(("sweep", "For the test", 60, null, null), (job.Name, job.Purpose, job.EverySeconds, job.RunningSince, job.NextAt));
        Assert.Equal(new JobRunView("idle", Now.AddMinutes(-18), Now.AddMinutes(-1), 18, 0, "nothing was due", "here"), job.LastRun);
        Assert.Equal(new JobRunView("done", Now.AddMinutes(-20), Now.AddMinutes(-19), 1, 7, "7 things", "here"), job.LastDone);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_RunOfALivingNode_RunsAndOfADeadOneWasCutOff(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        await NodeAsync(store, "there", startedAt: Now.AddHours(-1), lastSeenAt: Now.AddSeconds(-9));
        await RunAsync(store, "there", "running", Now.AddMinutes(-2), null, times: 1, done: 0, null);
        var reader = Reader(store);

        Assert.Equal((Now.AddMinutes(-2), null), (Assert.Single((await reader.ReadAsync(Ct)).Jobs).RunningSince, Assert.Single((await reader.ReadAsync(Ct)).Jobs).LastRun));
        Assert.True(await reader.RunsElsewhereAsync("sweep"));

        await store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE nodes SET last_seen_at = @at", ("@at", Now.AddSeconds(-31).ToUnixTimeMilliseconds())));
        var after = Assert.Single((await reader.ReadAsync(Ct)).Jobs);
        Assert.Equal((null, "cut_off"), (after.RunningSince, after.LastRun!.Outcome));
        Assert.False(await reader.RunsElsewhereAsync("sweep"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReadAsync_NodesAndPolling_AreThoseInForce(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        await NodeAsync(store, "old", Now.AddHours(-9), Now.AddHours(-2), cleanStop: true);
        await NodeAsync(store, "dead", Now.AddHours(-9), Now.AddSeconds(-30));
        await NodeAsync(store, "here", Now.AddHours(-1), Now.AddSeconds(-9));

        var model = await Reader(store).ReadAsync(Ct);

        Assert.Equal([("here", "running"), ("dead", "gone"), ("old", "stopped")], model.Nodes.Select(node => (node.Name, node.State)));
        Assert.Equal(
            [
                new PolledProvider("ring", "ring", true, Pushes: true, ActivityFamily: null, MaxSleepCalls: 2, ReconcileDaysBefore: 3),
                new PolledProvider("scale", "scale", true, Pushes: false, ActivityFamily: "steps", MaxSleepCalls: 4, ReconcileDaysBefore: null),
            ],
            model.Polled);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JobReader Reader(TestStorage store)
    {
        var ring = new ScriptedProvider("ring", store.Time) { Polls = new("sleep", "steps", 2), Reconcile = new("everything", 3) };
        var scale = new ScriptedProvider("scale", store.Time)
        {
            Polls = new("sleep", "steps", 4),
            Traits = new() { Name = "scale", DisplayName = "scale", Enabled = true, Signals = [], Pushes = false },
        };
        var runner = new JobRunner(
            [new ApexJob("sweep", "For the test", TimeSpan.FromMinutes(1), TimeSpan.Zero, _ => Task.FromResult(JobResult.Nothing))], store.Storage, store.Clock, "here", NullLogger<JobRunner>.Instance);
        var schedule = new JobSchedule(runner, store.Options, store.Clock, Options.Create(new JobOptions()));
        return new(store.Storage, store.Clock, runner, schedule, new ProviderRegistry([scale, ring, new ScriptedProvider("watch", store.Time)]), new NodeIdentity("1", "here", "1.0"));
    }

    private static Task<int> RunAsync(TestStorage store, string node, string outcome, DateTimeOffset startedAt, DateTimeOffset? endedAt, int times, long done, string? detail) =>
        store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "INSERT INTO job_runs (job, outcome, started_at, ended_at, times, done, detail, node) VALUES ('sweep', @outcome, @started, @ended, @times, @done, @detail, @node)",
            ("@outcome", outcome), ("@started", startedAt.ToUnixTimeMilliseconds()), ("@ended", endedAt?.ToUnixTimeMilliseconds()), ("@times", times), ("@done", done),
            ("@detail", detail), ("@node", node)));

    private static Task<int> NodeAsync(TestStorage store, string name, DateTimeOffset startedAt, DateTimeOffset lastSeenAt, bool cleanStop = false) =>
        store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "INSERT INTO nodes (id, name, version, started_at, last_seen_at, clean_stop, leases_freed) VALUES (@name, @name, '1.0', @started, @seen, @clean, FALSE)",
            ("@name", name), ("@started", startedAt.ToUnixTimeMilliseconds()), ("@seen", lastSeenAt.ToUnixTimeMilliseconds()), ("@clean", cleanStop)));
}
