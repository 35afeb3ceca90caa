using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Jobs;

public sealed class JobRunnerTests(PostgresServer postgres)
{
    private readonly Queue<JobResult> _results = new();

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_IdleAgainAndAgain_IsOneRowUntilSomethingWasDone(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var runner = Runner(store, _ => Task.FromResult(_results.Dequeue()));
        foreach (var done in new[] { 0, 0, 0, 3, 0 })
        {
            _results.Enqueue(new(done, $"{done} things"));
            Assert.True(await runner.RunAsync("sweep", Ct));
            store.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(
            [("idle", 0, 2, 3, 0L, "0 things"), ("done", 3, 3, 1, 3L, "3 things"), ("idle", 4, 4, 1, 0L, "0 things")],
            await RunsAsync(store));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_Throws_IsAFailedRowAndRunsAgain(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var runner = Runner(store, _ => throw new InvalidOperationException("with a secret inside"));

        Assert.True(await runner.RunAsync("sweep", Ct));
        Assert.True(await runner.RunAsync("sweep", Ct));

        Assert.Equal([("failed", 0, 0, 1, 0L, "InvalidOperationException"), ("failed", 0, 0, 1, 0L, "InvalidOperationException")], await RunsAsync(store));
    }

    [Fact]
    public async Task RunAsync_WhileItRuns_IsRefused()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Sqlite, postgres);
        var (started, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runner = Runner(store, async _ =>
        {
            started.SetResult();
            await finish.Task;
            return JobResult.Nothing;
        });
        var first = runner.RunAsync("sweep", Ct);
        await started.Task;

        Assert.False(await runner.RunAsync("sweep", Ct));

        finish.SetResult();
        Assert.True(await first);
        Assert.False(await runner.RunAsync("no such job", Ct));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task StartAsync_AskedForByAPerson_IsAuditedAndTellsTheResult(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var finish = new TaskCompletionSource();
        var runner = Runner(store, async _ =>
        {
            await finish.Task;
            return new JobResult(3, "3 things");
        });

        var run = await runner.StartAsync("sweep", "account:1", Ct);
        Assert.Null(await runner.StartAsync("sweep", "account:2", Ct));
        store.Time.Advance(TimeSpan.FromSeconds(2));
        finish.SetResult();

        Assert.Equal(new FinishedJob("done", 3, "3 things", TimeSpan.FromSeconds(2)), await run!.Finished);
        Assert.Equal(["account:1 job.run job:sweep"], await store.Storage.ReadAsync(session => session.QueryAsync(
            "SELECT actor || ' ' || action || ' ' || target FROM audit_log", reader => reader.GetString(0))));
        await runner.QuietAsync(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static JobRunner Runner(TestStorage store, Func<CancellationToken, Task<JobResult>> run) => new(
        [new ApexJob("sweep", "For the test", TimeSpan.FromMinutes(1), TimeSpan.Zero, run)], store.Storage, store.Clock, "node-1", NullLogger<JobRunner>.Instance);

    // Minutes since the clock's start, for both ends.
    private static Task<List<(string Outcome, int Started, int Ended, int Times, long Done, string Detail)>> RunsAsync(TestStorage store)
    {
        var start = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return store.Storage.ReadAsync(session => session.QueryAsync(
            "SELECT outcome, started_at, ended_at, times, done, detail FROM job_runs ORDER BY id",
            reader => (reader.GetString(0), (int)((reader.GetInt64(1) - start) / 60_000), (int)((reader.GetInt64(2) - start) / 60_000), reader.GetInt32(3), reader.GetInt64(4), reader.GetString(5))));
    }
}
