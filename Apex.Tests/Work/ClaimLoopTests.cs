using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Work;

public sealed class ClaimLoopTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_ItemsArriving_AreRunAndSettled(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        using var stop = new CancellationTokenSource();
        var loop = Loop(road, road.Pipeline.RunAsync);
        var running = loop.RunAsync(stop.Token);

        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));
        road.Signal.Raise("ring", Lanes.Data);

        await Eventually.TrueAsync(async () => await road.DayAsync(user, Road.Today) is not null, "the day is stored");
        await Eventually.TrueAsync(() => Task.FromResult(loop.InFlight == 0), "nothing runs");
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_VendorWithoutQuota_TouchesNoRowUntilThereIsSome(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        var before = await road.ItemAsync();
        var asked = 0;
        var opensAt = road.Clock.Now.AddSeconds(3);
        using var stop = new CancellationTokenSource();
        var running = Loop(road, road.Pipeline.RunAsync, () =>
        {
            Interlocked.Increment(ref asked);
            return road.Clock.Now < opensAt ? opensAt : null;
        }).RunAsync(stop.Token);

        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref asked) >= 2), "the loop has looked and goes to sleep");
        Assert.Equivalent(before, await road.ItemAsync(), strict: true);

        await Eventually.TrueAsync(
            async () =>
            {
                road.Time.Advance(TimeSpan.FromSeconds(3));
                return await road.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM work_items")) == 0;
            },
            "the item is done once there is quota");
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_Stopped_WaitsForWhatRunsAndGivesItBack(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var loop = Loop(road, async (_, ct) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
        });
        var running = loop.RunAsync(stop.Token);
        await started.Task;

        await stop.CancelAsync();
        await running;

        Assert.Equal(0, loop.InFlight);
        Assert.Equal(0, (await road.ClaimOneAsync(road.Ring)).LostLeases);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AnItemThatTakesLong_KeepsItsLease(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        using var stop = new CancellationTokenSource();
        var (started, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        var runs = 0;
        var running = Loop(road, async (_, _) =>
        {
            Interlocked.Increment(ref runs);
            started.TrySetResult();
            await end.Task;
        }).RunAsync(stop.Token);
        await started.Task;

        for (var i = 0; i < 10; i++)
        {
            var renewsAt = road.Clock.Now.AddSeconds(40);
            await Eventually.TrueAsync(() => Task.FromResult(road.Time.HasTimerAt(renewsAt)), "the next renewal is planned");
            road.Time.SetTo(renewsAt);
            var until = road.Clock.Now.AddMinutes(2).ToUnixTimeMilliseconds();
            await Eventually.TrueAsync(async () => (await road.ItemAsync()).LeaseUntil == until, "the lease is renewed");
        }

        Assert.Equal((1, 0), (runs, (await road.ItemAsync()).LostLeases));
        end.SetResult();
        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AnItemThatFailed_IsNotRenewedAnyMore(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        using var stop = new CancellationTokenSource();
        var runs = 0;
        var loop = Loop(road, (_, _) =>
        {
            Interlocked.Increment(ref runs);
            throw new InvalidOperationException("a bug");
        });
        var leaseEnds = road.Clock.Now.AddMinutes(2).ToUnixTimeMilliseconds();
        var running = loop.RunAsync(stop.Token);
        await Eventually.TrueAsync(() => Task.FromResult(runs == 1 && loop.InFlight == 0), "the first run has failed");

        road.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.Equal(leaseEnds, (await road.ItemAsync()).LeaseUntil);

        await Eventually.TrueAsync(
            () =>
            {
                road.Time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(runs == 2);
            },
            "the item came back when its lease had ended");
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task RunAsync_LeaseTakenByAnother_CancelsTheWork()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        using var stop = new CancellationTokenSource();
        var (started, cancelled) = (new TaskCompletionSource(), new TaskCompletionSource());
        var running = Loop(road, async (_, ct) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.TrySetResult();
            ct.ThrowIfCancellationRequested();
        }).RunAsync(stop.Token);
        await started.Task;

        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE work_items SET fence = fence + 1"));
        road.Time.Advance(TimeSpan.FromSeconds(40));

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await running;
        Assert.NotNull((await road.AllAsync<WorkItemRow>())[0].LeaseUntil);
    }

    private static ClaimLoop Loop(Road road, Func<ClaimedItem, CancellationToken, Task> run, Func<DateTimeOffset?>? closedUntil = null) =>
        new("ring", Lanes.Data, 8, run, road.Queue, road.Signal, road.Clock, NullLogger<ClaimLoop>.Instance, closedUntil);
}
