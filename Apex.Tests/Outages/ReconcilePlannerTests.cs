using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Outages;

/// <summary>Who is asked again after an outage, once each, whatever happens while that is planned.</summary>
public sealed class ReconcilePlannerTests(PostgresServer postgres)
{
    private static readonly TimeSpan Earliest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(5.5);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_AfterADownTime_RaisesOneSpreadItemPerActiveConnectionOfVendorsThatCanBeAsked(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        await ConnectAsync(road, "ring", Names(50));
        await ConnectAsync(road, "ring", ["gone"], status: "revoked");
        await ConnectAsync(road, "ring", ["new"], createdAt: road.Clock.NowMs);
        await ConnectAsync(road, "watch", Names(3));
        using var node = await RestartedAsync(road, kind, TimeSpan.FromHours(1));

        var items = await road.AllAsync<WorkItemRow>();
        Assert.Equal(Names(50), items.Select(item => item.ExternalUserId).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal(
            ("ring", "everything", "2026-05-04", "fetch", "gap_check", 1L), (item.Provider, item.Family, item.Day, item.Lane, item.Class, item.Wanted)));
        Assert.All(items, item => Assert.InRange(item.DueAt - item.CreatedAt, (long)Earliest.TotalMilliseconds, (long)Latest.TotalMilliseconds));
        Assert.True(items.Select(item => item.DueAt).Distinct().Count() > 40, "not all at one moment");
        var outage = Assert.Single(await road.AllAsync<OutageRow>());
        Assert.Equal((true, 50L, "watch"), (outage.Reconciled, outage.Planned, outage.PushOnly));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Step_ProcessDiedBetweenTwoChunks_SuccessorGoesOnAndNobodyIsLeftOutOrAskedTwice(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        await ConnectAsync(road, "ring", Names((2 * ReconcilePlanner.Chunk) + 50));
        await DownAsync(road, road.Clock.Now.AddMinutes(-5), road.Clock.Now);
        var killed = new ReconcilePlanner(road.Storage, road.Clock, road.Providers);

        Assert.True(await killed.StepAsync(CancellationToken.None));
        Assert.Equal(ReconcilePlanner.Chunk, (await road.AllAsync<WorkItemRow>()).Count);
        Assert.False(Assert.Single(await road.AllAsync<OutageRow>()).Reconciled);
        await new ReconcilePlanner(road.Storage, road.Clock, road.Providers).RunAsync(CancellationToken.None);

        var items = await road.AllAsync<WorkItemRow>();
        Assert.Equal(Names((2 * ReconcilePlanner.Chunk) + 50), items.Select(item => item.ExternalUserId).Order(StringComparer.Ordinal));
        Assert.All(items, item => Assert.Equal(1, item.Wanted));
        var outage = Assert.Single(await road.AllAsync<OutageRow>());
        Assert.Equal((true, (2L * ReconcilePlanner.Chunk) + 50), (outage.Reconciled, outage.Planned));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_ByTwoPlannersAtOnce_RaisesEveryItemOnce(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        await ConnectAsync(road, "ring", Names(3 * ReconcilePlanner.Chunk));
        await DownAsync(road, road.Clock.Now.AddMinutes(-5), road.Clock.Now);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => new ReconcilePlanner(road.Storage, road.Clock, road.Providers).RunAsync(CancellationToken.None))));

        Assert.Equal((3 * ReconcilePlanner.Chunk, 3 * ReconcilePlanner.Chunk), ((await road.AllAsync<WorkItemRow>()).Count, (int)(await road.AllAsync<WorkItemRow>()).Sum(item => item.Wanted)));
        Assert.Equal(3L * ReconcilePlanner.Chunk, Assert.Single(await road.AllAsync<OutageRow>()).Planned);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_AfterManyRestarts_IsStillOneItemPerConnection(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        await ConnectAsync(road, "ring", ["ann"]);
        for (var restart = 0; restart < 3; restart++)
        {
            await DownAsync(road, road.Clock.Now.AddSeconds(-3), road.Clock.Now);
        }

        var planner = new ReconcilePlanner(road.Storage, road.Clock, road.Providers);
        await planner.RunAsync(CancellationToken.None);
        var due = (await road.ItemAsync()).DueAt;

        // A later outage does not move what is already due to be asked.
        road.Time.Advance(TimeSpan.FromSeconds(20));
        await DownAsync(road, road.Clock.Now.AddSeconds(-3), road.Clock.Now);
        await planner.RunAsync(CancellationToken.None);

        Assert.Equal((4L, due), ((await road.ItemAsync()).Wanted, (await road.ItemAsync()).DueAt));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_AfterRefusals_WaitsUntilTheyAreOverAndAsksOnlyTheVendorsRefused(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        road.Watch.Reconcile = new("everything", 3);
        await ConnectAsync(road, "ring", ["ann"]);
        await ConnectAsync(road, "watch", ["ann"]);
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => OutageSql.AddRefusedAsync(
            session, road.Node.Id, new(road.Clock.Now.AddSeconds(-30), road.Clock.Now, 5, ["watch"])));
        var planner = new ReconcilePlanner(road.Storage, road.Clock, road.Providers);

        await planner.RunAsync(CancellationToken.None);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        road.Time.Advance(ReconcilePlanner.QuietFor);
        await planner.RunAsync(CancellationToken.None);

        Assert.Equal("watch", (await road.ItemAsync()).Provider);
        var outage = Assert.Single(await road.AllAsync<OutageRow>());
        Assert.Equal((true, 1L, null), (outage.Reconciled, outage.Planned, outage.PushOnly));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Overview_AfterARestart_TellsTheOutageAndWhatRunsSince(StorageKind kind)
    {
        await using var road = await AskableAsync(kind);
        await ConnectAsync(road, "ring", Names(2));
        using var node = await RestartedAsync(road, kind, TimeSpan.FromMinutes(7));
        var overview = await new OverviewReader(road.Storage, road.Clock, road.Providers, new AckLog(), road.Feed).ReadAsync(CancellationToken.None);

        var outage = Assert.Single(overview.Outages);
        Assert.Equal(
            ("down", TimeSpan.FromMinutes(7), 0L, true, 2L, "watch", node.Identity.Version),
            (outage.Kind, outage.EndedAt - outage.StartedAt, outage.Refused, outage.IsPlanned, outage.Connections, string.Join(',', outage.PushOnly), outage.Version!));
        Assert.Equal((0, "one"), (outage.Providers.Count, Assert.Single(overview.Starts).Node));
    }

    [Theory]
    [InlineData("2026-05-04T08:00:00Z", "2026-05-04T08:00:05Z", "2026-05-04")]
    [InlineData("2026-05-02T23:00:00Z", "2026-05-04T08:00:00Z", "2026-05-04")]
    [InlineData("2026-05-01T23:00:00Z", "2026-05-04T08:00:00Z", "2026-05-04 2026-04-29")]
    [InlineData("2026-04-20T08:00:00Z", "2026-05-04T08:00:00Z", "2026-05-04 2026-04-29 2026-04-24 2026-04-19")]
    public void Of_AnInterval_CoversEveryLocalDayInItWithoutAGap(string from, string to, string expected)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;

        Assert.Equal(expected, string.Join(' ', ReconcileDays.Of(DateTimeOffset.Parse(from, invariant), DateTimeOffset.Parse(to, invariant), daysBefore: 3)));
    }

    private static IReadOnlyList<string> Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"p{i:D4}")];

    private async Task<Road> AskableAsync(StorageKind kind)
    {
        var road = await Road.OpenAsync(kind, postgres);
        road.Ring.Reconcile = new ReconcileQuestion("everything", 3);
        return road;
    }

    /// <summary>A node that comes after one that died so long ago, when its outage is known and planned.</summary>
    private static async Task<TestNode> RestartedAsync(Road road, StorageKind kind, TimeSpan downFor)
    {
        var now = road.Clock.Now;
        road.Time.Advance(-downFor);
        using var killed = new TestNode(road, "one");
        await killed.BeatAsync();
        road.Time.SetTo(now);
        var node = new TestNode(road, "one");
        await node.BeatAsync();
        await node.UntilConfirmedAsync(kind);
        return node;
    }

    private static Task DownAsync(Road road, DateTimeOffset from, DateTimeOffset to) => road.Storage.Writer.RunAsync(
        WriteLane.Work, session => OutageSql.AddDownAsync(session, road.Node.Id, from, to, confirmed: true));

    private static Task ConnectAsync(Road road, string provider, IReadOnlyList<string> people, string status = "active", long createdAt = 0) =>
        road.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            foreach (var person in people)
            {
                session.Enqueue(
                    """
                    INSERT INTO connections (id, user_id, provider, external_user_id, status, token_version, refresh_fence, refresh_retried, created_at)
                    VALUES (@id, @user, @provider, @person, @status, 1, 0, FALSE, @created)
                    """,
                    ("@id", Guid.CreateVersion7()), ("@user", Guid.CreateVersion7()), ("@provider", provider), ("@person", person), ("@status", status), ("@created", createdAt));
            }

            await session.FlushAsync();
        });
}
