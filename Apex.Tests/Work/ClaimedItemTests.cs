using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Work;

/// <summary>What a claim may still write, and what it leaves behind.</summary>
public sealed class ClaimedItemTests(PostgresServer postgres)
{
    public static TheoryData<StorageKind, string> Endings()
    {
        var data = new TheoryData<StorageKind, string>();
        foreach (var kind in Enum.GetValues<StorageKind>())
        {
            foreach (var ending in new[] { "throttled", "unavailable", "forbidden", "gone", "broken", "orphan", "exception" })
            {
                data.Add(kind, ending);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task Settle_ByAWorkerWhoseLeaseWasLost_WritesNothing(StorageKind kind, string ending)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        if (ending != "orphan")
        {
            await road.AddPersonAsync("ann");
        }

        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        road.Ring.Fetching = _ => ending == "exception" ? throw new InvalidOperationException("a bug") : Task.FromResult<FetchResult>(ending switch
        {
            "throttled" => new FetchResult.Throttled(null),
            "unavailable" => new FetchResult.Unavailable("http_500", null),
            "forbidden" => new FetchResult.Forbidden(),
            "gone" => new FetchResult.Gone(),
            _ => new FetchResult.Broken("http_400", [road.Ring.Payload(new())]),
        });
        var first = await road.ClaimOneAsync(road.Ring, Lanes.Fetch);
        road.Time.Advance(TimeSpan.FromMinutes(2));
        await road.ClaimOneAsync(road.Ring, Lanes.Fetch);
        var before = await StateAsync(road);

        await road.RunAsync(first);

        Assert.Equal(before, await StateAsync(road));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RenewAsync_AfterTheItemWasPutBack_LeavesItsWaitAlone(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        var retryAt = road.Clock.Now.AddMinutes(45);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Throttled(retryAt));
        var item = await road.ClaimOneAsync(road.Ring, Lanes.Fetch);
        await road.RunAsync(item);

        // The renewal was already on its way when the item was settled.
        Assert.False(await road.Queue.RenewAsync(item));

        var row = await road.ItemAsync();
        Assert.Equal((null, retryAt.ToUnixTimeMilliseconds(), "throttled"), (row.LeaseUntil, row.DueAt, row.WaitReason));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_ByAWorkerWhoseLeaseWasLost_WritesNothing(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));
        var first = await road.ClaimOneAsync(road.Ring);
        road.Time.Advance(TimeSpan.FromMinutes(2));
        var second = await road.ClaimOneAsync(road.Ring);

        await road.RunAsync(first);

        Assert.Null(await road.DayAsync(user, Road.Today));
        Assert.Empty(await road.AllAsync<RunRow>());
        Assert.Equal([Kinds.Pending], await road.MessageStatesAsync());
        Assert.Equal((second.Fence, 1L), ((await road.ItemAsync()).Fence, (await road.ItemAsync()).Wanted));

        await road.RunAsync(second);
        Assert.NotNull(await road.DayAsync(user, Road.Today));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_ItemThatLostFiveLeases_IsBuried(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));
        for (var lost = 0; lost < 5; lost++)
        {
            await road.ClaimOneAsync(road.Ring);
            road.Time.Advance(TimeSpan.FromMinutes(2));
        }

        await road.RunDueAsync();

        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Equal([Kinds.Dead], await road.MessageStatesAsync());
        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("claim", "worker_died", "open", 1), (letter.Stage, letter.Error, letter.State, letter.Messages));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_SettledWell_ForgetsLostLeases(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        await road.ClaimOneAsync(road.Ring, Lanes.Fetch);
        road.Time.Advance(TimeSpan.FromMinutes(2));
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Throttled(null));
        var item = await road.ClaimOneAsync(road.Ring, Lanes.Fetch);

        await road.RunAsync(item);

        Assert.Equal((1, 0), (item.LostLeases, (await road.ItemAsync()).LostLeases));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_ANotificationDuringTheFetch_CausesAnotherFetch(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        for (var i = 0; i < 10; i++)
        {
            await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        }

        var late = road.Ring.Notice("ann", "sleep", "2026-05-04");
        road.Ring.Fetching = async _ =>
        {
            if (road.Ring.Fetches == 1)
            {
                await road.ReceiveAsync(road.Ring, late);
            }

            return road.Ring.Answer();
        };

        await road.RunAsync(await road.ClaimOneAsync(road.Ring, Lanes.Fetch));

        Assert.Equal(1, road.Ring.Fetches);
        Assert.Equal([.. Enumerable.Repeat(Kinds.Settled, 10), Kinds.Pending], await road.MessageStatesAsync());
        var row = await road.ItemAsync();
        Assert.Equal((11L, null, road.Clock.NowMs, null), (row.Wanted, row.LeaseUntil, row.DueAt, row.WaitReason));

        Assert.Equal(1, await road.RunDueAsync());
        Assert.Equal(2, road.Ring.Fetches);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.All(await road.MessageStatesAsync(), state => Assert.Equal(Kinds.Settled, state));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_MoreMessagesThanOneClaimReads_ContinuesWithTheRest(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var messages = Enumerable.Range(1, ItemContext.MaxMessages + 20).Select(i => road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, i, order: i)));
        await road.ReceiveAsync(road.Ring, [.. messages]);

        await road.RunAsync(await road.ClaimOneAsync(road.Ring));
        Assert.Equal(20, (await road.MessageStatesAsync()).Count(state => state == Kinds.Pending));
        Assert.Equal(ItemContext.MaxMessages, (await road.DayAsync(user, Road.Today))!.Steps);

        await road.RunDueAsync();
        Assert.Equal(ItemContext.MaxMessages + 20, (await road.DayAsync(user, Road.Today))!.Steps);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_ToAnItemThatWaits_DoesNotShortenTheWait(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        var retryAt = road.Clock.Now.AddMinutes(30);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Throttled(retryAt));
        await road.RunDueAsync();

        road.Time.Advance(TimeSpan.FromMinutes(1));
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));

        Assert.Equal(0, await road.RunDueAsync());
        var row = await road.ItemAsync();
        Assert.Equal((2L, retryAt.ToUnixTimeMilliseconds(), "throttled"), (row.Wanted, row.DueAt, row.WaitReason));
    }

    private static async Task<string> StateAsync(Road road)
    {
        var items = (await road.AllAsync<WorkItemRow>()).Select(row => (row.Wanted, row.Fence, row.DueAt, row.LeaseUntil, row.Tries, row.WaitReason, row.LostLeases));
        var connections = (await road.AllAsync<ConnectionRow>()).OrderBy(row => row.Provider, StringComparer.Ordinal).Select(row => (row.Status, row.StatusCause, row.DataDelayedSince));
        var counts = ((await road.AllAsync<RunRow>()).Count, (await road.AllAsync<DeadLetterRow>()).Count, (await road.AllAsync<RawPayloadRow>()).Count);
        return string.Join(';', items) + string.Join(';', connections) + counts + string.Join(';', await road.MessageStatesAsync());
    }
}
