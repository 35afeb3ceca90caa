using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Ingestion;

/// <summary>A fetch that reads what other items of the same person are about settles those too, and never more than it has read.</summary>
public sealed class SiblingTests(PostgresServer postgres)
{
    private const string Day = "2026-05-04";
    private const string Next = "2026-05-05";

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_ThatReadAllASiblingNames_SettlesItWithOneVendorCall(StorageKind kind)
    {
        await using var road = await ScenarioAsync(kind);
        road.Ring.Fetching = _ => Answer(road, "night", "later");

        Assert.Equal(1, await RunOneAsync(road));

        Assert.Equal((1, 0), (road.Ring.Fetches, (await road.AllAsync<WorkItemRow>()).Count));
        var run = Assert.Single(await road.AllAsync<RunRow>());
        Assert.Equal([(Kinds.Settled, run.Id), (Kinds.Settled, run.Id)], (await road.AllAsync<MessageRow>()).Select(row => (row.State, row.RunId ?? 0)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_WhileASiblingGrows_SettlesWhatItHadBeforeAndLeavesTheRest(StorageKind kind)
    {
        await using var road = await ScenarioAsync(kind);
        road.Ring.Fetching = async _ =>
        {
            await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", Next, "later"));
            return await Answer(road, "night", "later");
        };

        Assert.Equal(1, await RunOneAsync(road));

        var sibling = await road.ItemAsync();
        Assert.Equal((Next, 2L, null), (sibling.Day, sibling.Wanted, sibling.LeaseUntil));
        Assert.Equal([Kinds.Settled, Kinds.Settled, Kinds.Pending], await road.MessageStatesAsync());
        road.Ring.Fetching = _ => Answer(road, "later");
        await road.RunDueAsync();
        Assert.Equal(2, road.Ring.Fetches);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_WhileASiblingIsClaimed_LeavesItToItsWorker(StorageKind kind)
    {
        await using var road = await ScenarioAsync(kind);
        ClaimedItem? claimed = null;
        road.Ring.Fetching = async _ =>
        {
            claimed ??= await road.ClaimOneAsync(road.Ring, Lanes.Fetch);
            return await Answer(road, "night", "later");
        };

        Assert.Equal(1, await RunOneAsync(road));

        Assert.Equal([Kinds.Settled, Kinds.Pending], await road.MessageStatesAsync());
        Assert.Equal((claimed!.Id, claimed.Fence, Next), ((await road.ItemAsync()).Id, (await road.ItemAsync()).Fence, claimed.Day));
        await road.RunAsync(claimed);
        Assert.Equal([Kinds.Settled, Kinds.Settled], await road.MessageStatesAsync());
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_WhileASiblingWasClaimedAndGivenBack_LeavesItPending(StorageKind kind)
    {
        await using var road = await ScenarioAsync(kind);
        road.Ring.Fetching = async _ =>
        {
            await road.Queue.ReleaseAsync(await road.ClaimOneAsync(road.Ring, Lanes.Fetch));
            return await Answer(road, "night", "later");
        };

        Assert.Equal(1, await RunOneAsync(road));

        Assert.Equal([Kinds.Settled, Kinds.Pending], await road.MessageStatesAsync());
        Assert.Equal(Next, (await road.ItemAsync()).Day);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite, "throttled")]
    [InlineData(StorageKind.Postgres, "throttled")]
    [InlineData(StorageKind.Sqlite, "unavailable")]
    [InlineData(StorageKind.Postgres, "unavailable")]
    [InlineData(StorageKind.Sqlite, "broken")]
    [InlineData(StorageKind.Postgres, "broken")]
    [InlineData(StorageKind.Sqlite, "unreadable")]
    [InlineData(StorageKind.Postgres, "unreadable")]
    [InlineData(StorageKind.Sqlite, "own_object_missing")]
    [InlineData(StorageKind.Postgres, "own_object_missing")]
    [InlineData(StorageKind.Sqlite, "siblings_object_not_read")]
    [InlineData(StorageKind.Postgres, "siblings_object_not_read")]
    public async Task Fetch_ThatDidNotStoreAllOfIt_LeavesTheSiblingUntouched(StorageKind kind, string ending)
    {
        await using var road = await ScenarioAsync(kind);
        var before = await SiblingAsync(road);
        road.Ring.Fetching = _ => ending switch
        {
            "throttled" => Task.FromResult<FetchResult>(new FetchResult.Throttled(null)),
            "unavailable" => Task.FromResult<FetchResult>(new FetchResult.Unavailable("http_500", null)),
            "broken" => Task.FromResult<FetchResult>(new FetchResult.Broken("http_400", [])),
            "unreadable" => Task.FromResult<FetchResult>(new FetchResult.Fetched([road.Ring.Payload(Normalized.Bad("shape_unknown at $"))]) { Read = Objects("night", "later") }),
            "own_object_missing" => Task.FromResult<FetchResult>(road.Ring.Answer() with { MissingObjects = ["night"], Read = Objects("later") }),
            _ => Answer(road, "night"),
        };

        Assert.Equal(1, await RunOneAsync(road));

        Assert.Equal(before, await SiblingAsync(road));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite, "delete")]
    [InlineData(StorageKind.Postgres, "delete")]
    [InlineData(StorageKind.Sqlite, "without_object")]
    [InlineData(StorageKind.Postgres, "without_object")]
    [InlineData(StorageKind.Sqlite, "ordered")]
    [InlineData(StorageKind.Postgres, "ordered")]
    [InlineData(StorageKind.Sqlite, "out_of_scope")]
    [InlineData(StorageKind.Postgres, "out_of_scope")]
    public async Task Fetch_BesideASiblingItCannotAnswer_LeavesItPending(StorageKind kind, string what)
    {
        await using var road = await ScenarioAsync(kind);
        if (what == "ordered")
        {
            // Somebody wants it anew, without a message that says which object.
            await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE work_items SET wanted = wanted + 1 WHERE day = @day", ("@day", Next)));
        }
        else if (what == "out_of_scope")
        {
            road.Ring.Covering = (_, _) => [("steps", Next)];
        }
        else
        {
            var notice = road.Ring.Notice("ann", "sleep", Next, what == "delete" ? "later" : null);
            await road.ReceiveAsync(road.Ring, what == "delete" ? notice with { EventType = "delete" } : notice);
        }

        var before = await SiblingAsync(road);
        road.Ring.Fetching = _ => Answer(road, "night", "later");

        Assert.Equal(1, await RunOneAsync(road));

        Assert.Equal(before, await SiblingAsync(road));
    }

    /// <summary>Two nights notified; the vendor's list of the first shows the second too.</summary>
    private async Task<Road> ScenarioAsync(StorageKind kind)
    {
        var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        road.Ring.Covering = (_, _) => [("sleep", Next)];
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", Day, "night"));
        road.Time.Advance(TimeSpan.FromMilliseconds(1));
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", Next, "later"));
        return road;
    }

    private static async Task<int> RunOneAsync(Road road)
    {
        var item = Assert.Single(await road.ClaimAsync(road.Ring, Lanes.Fetch, count: 1));
        Assert.Equal(Day, item.Day);
        await road.RunAsync(item);
        return road.Ring.Fetches;
    }

    private static Task<FetchResult> Answer(Road road, params string[] objects) => Task.FromResult<FetchResult>(road.Ring.Answer() with { Read = Objects(objects) });

    private static HashSet<(string, string)> Objects(params string[] ids) => [.. ids.Select(id => ("sleep", id))];

    private static async Task<string> SiblingAsync(Road road)
    {
        var item = (await road.AllAsync<WorkItemRow>()).Single(row => row.Day == Next);
        var messages = (await road.AllAsync<MessageRow>()).Where(row => row.WorkItemId == item.Id).OrderBy(row => row.Id).Select(row => (row.State, row.Generation));
        return (item.Wanted, item.Fence, item.DueAt, item.LeaseUntil, item.Tries, item.WaitReason) + string.Join(';', messages);
    }
}
