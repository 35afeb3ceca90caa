using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Outages;

/// <summary>Which times count as outages, and what becomes of a dead node's work.</summary>
public sealed class NodeHeartbeatTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Beat_OnTheFirstStartEver_IsNoOutage(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var node = new TestNode(road, "one");
        var started = road.Clock.NowMs;

        await node.BeatAsync();
        await node.LiveAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(await road.AllAsync<OutageRow>());
        var row = Assert.Single(await road.AllAsync<NodeRow>());
        Assert.Equal(
            (node.Identity.Id, "one", node.Identity.Version, started, road.Clock.NowMs, false),
            (row.Id, row.Name, row.Version, row.StartedAt, row.LastSeenAt, row.CleanStop));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Beat_AfterTheLastProcessDied_WritesTheTimeSinceItsLastBeatOnce(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var killed = new TestNode(road, "one");
        await killed.BeatAsync();
        await killed.LiveAsync(TimeSpan.FromSeconds(20));
        var lastBeat = road.Clock.NowMs;
        road.Time.Advance(TimeSpan.FromSeconds(7));
        using var next = new TestNode(road, "one");
        var started = road.Clock.NowMs;

        await next.BeatAsync();
        await next.UntilConfirmedAsync(kind);
        await next.BeatAsync();

        var outage = Assert.Single(await road.AllAsync<OutageRow>());
        Assert.Equal(("down", next.Identity.Id, lastBeat, started, true), (outage.Kind, outage.NodeId, outage.StartedAt, outage.EndedAt, outage.Confirmed));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Stop_InGoodOrder_IsSaidAndEndsWhatIsKnown(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var first = new TestNode(road, "one");
        await first.BeatAsync();
        road.Time.Advance(TimeSpan.FromSeconds(4));
        first.Refusals.Add("ring", road.Clock.Now);
        var stopped = road.Clock.NowMs;
        await first.Heartbeat.StopAsync(CancellationToken.None);

        road.Time.Advance(TimeSpan.FromMinutes(3));
        using var next = new TestNode(road, "one");
        await next.BeatAsync();
        await next.UntilConfirmedAsync(kind);

        Assert.Equal([(stopped, true)], (await road.AllAsync<NodeRow>()).Where(row => row.Id == first.Identity.Id).Select(row => (row.LastSeenAt, row.CleanStop)));
        Assert.Equal(
            [("refused", stopped, 1L), ("down", stopped, 0L)],
            (await road.AllAsync<OutageRow>()).OrderBy(row => row.Id).Select(row => (row.Kind, row.StartedAt, row.Refused)));
    }

    [Fact]
    public async Task Beat_OfASecondNodeBesideALivingOne_IsNoOutage()
    {
        await using var road = await Road.OpenAsync(StorageKind.Postgres, postgres);
        using var living = new TestNode(road, "one");
        await living.BeatAsync();
        road.Time.Advance(TimeSpan.FromSeconds(6));
        using var joining = new TestNode(road, "two");

        await joining.BeatAsync();
        Assert.False(Assert.Single(await road.AllAsync<OutageRow>()).Confirmed);
        await living.LiveAsync(TimeSpan.FromSeconds(40), joining);

        Assert.Empty(await road.AllAsync<OutageRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Beat_WhileAnotherNodeIsGone_FreesItsLeasesAfterThirtySeconds(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        using var living = new TestNode(road, "one");
        using var killed = new TestNode(road, "two");
        await living.BeatAsync();
        await killed.BeatAsync();
        await road.ReceiveAsync(
            road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)), road.Ring.Push("bea", "sleep", "2026-05-04"));
        var claims = await killed.ClaimAsync();
        var first = claims.Single(item => item.ExternalUserId == "ann");

        await living.LiveAsync(TimeSpan.FromSeconds(30));
        Assert.Empty(await living.ClaimAsync());
        await living.LiveAsync(TimeSpan.FromSeconds(10));

        var again = (await living.ClaimAsync()).OrderBy(item => item.ExternalUserId, StringComparer.Ordinal).ToList();
        Assert.Equal([("ann", first.Fence + 2, 1), ("bea", first.Fence + 2, 1)], again.Select(item => (item.ExternalUserId, item.Fence, item.LostLeases)));

        // It had only stood still: its fence is gone, and what it holds now is nobody else's to free.
        Assert.False(await killed.Queue.RenewAsync(first));
        await road.RunAsync(first);
        Assert.Empty(await road.AllAsync<RunRow>());
        Assert.Equal([Kinds.Pending, Kinds.Pending], await road.MessageStatesAsync());
    }

    [Fact]
    public async Task Beat_OfANodeThatWasAwayItself_TakesNobodyForDead()
    {
        await using var road = await Road.OpenAsync(StorageKind.Postgres, postgres);
        using var one = new TestNode(road, "one");
        using var two = new TestNode(road, "two");
        await one.BeatAsync();
        await two.BeatAsync();
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        var item = Assert.Single(await two.ClaimAsync());

        // The database was out of reach for both.
        road.Time.Advance(TimeSpan.FromSeconds(50));
        await one.BeatAsync();
        await two.BeatAsync();
        await one.BeatAsync();

        Assert.True(await two.Queue.RenewAsync(item));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Beat_AfterRefusals_WritesThemAsOneOutageWhileTheyGoOn(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        using var node = new TestNode(road, "one");
        await node.BeatAsync();
        var first = road.Clock.Now;
        node.Refusals.Add("ring", first);
        await node.LiveAsync(TimeSpan.FromSeconds(10));
        node.Refusals.Add("watch", road.Clock.Now);
        node.Refusals.Add("ring", road.Clock.Now.AddSeconds(2));
        await node.BeatAsync();

        road.Time.Advance(TimeSpan.FromMinutes(10));
        node.Refusals.Add("watch", road.Clock.Now);
        await node.BeatAsync();

        Assert.Equal(
            [
                ("refused", first.ToUnixTimeMilliseconds(), first.AddSeconds(12).ToUnixTimeMilliseconds(), 3L, "ring,watch"),
                ("refused", first.AddSeconds(610).ToUnixTimeMilliseconds(), first.AddSeconds(610).ToUnixTimeMilliseconds(), 1L, "watch"),
            ],
            (await road.AllAsync<OutageRow>()).OrderBy(row => row.Id).Select(row => (row.Kind, row.StartedAt, row.EndedAt, row.Refused, row.Providers!)));
    }

    [Fact]
    public async Task Beat_WhileTheDiskIsFull_KeepsTheRefusalsUntilItCanWrite()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        using var node = new TestNode(road, "one");
        await node.BeatAsync();
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<long>("PRAGMA max_page_count=1"));
        var refusedAt = road.Clock.NowMs;

        // A row for which there is no page left.
        node.Refusals.Add(new string('x', 200_000), road.Clock.Now);
        Assert.False(await node.Heartbeat.BeatAsync(CancellationToken.None));

        road.Time.Advance(TimeSpan.FromMinutes(5));
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<long>("PRAGMA max_page_count=1000000"));
        await node.BeatAsync();

        Assert.Equal([("refused", refusedAt, 1L)], (await road.AllAsync<OutageRow>()).Select(row => (row.Kind, row.StartedAt, row.Refused)));
    }
}
