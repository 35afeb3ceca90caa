using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Work;

public sealed class WorkQueueTests(PostgresServer postgres)
{
    private static readonly Dictionary<string, int> NobodyRuns = [];

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_SeveralDue_TakesTheLongestDueFirst(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        foreach (var person in new[] { "cem", "ann", "bea" })
        {
            await road.ReceiveAsync(road.Ring, road.Ring.Push(person, "sleep", "2026-05-04"));
            road.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["cem", "ann"], (await road.ClaimAsync(road.Ring, count: 2)).Select(item => item.ExternalUserId));
        Assert.Equal(["bea"], (await road.ClaimAsync(road.Ring, count: 2)).Select(item => item.ExternalUserId));
        Assert.Empty(await road.ClaimAsync(road.Ring));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_OnePersonWithMuch_HasTwoAtOnceRunningOnesCounted(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, [.. Enumerable.Range(1, 5).Select(i => road.Ring.Push("ann", "sleep", $"2026-05-0{i}")), road.Ring.Push("bea", "sleep", "2026-05-01")]);

        var first = await road.ClaimAsync(road.Ring, perPerson: 2);
        Assert.Equal(["ann", "ann", "bea"], first.Select(item => item.ExternalUserId).Order(StringComparer.Ordinal));

        Assert.Empty(await road.Queue.ClaimAsync("ring", Lanes.Data, 10, new Dictionary<string, int> { ["ann"] = 2 }, 2));
        Assert.Single(await road.Queue.ClaimAsync("ring", Lanes.Data, 10, new Dictionary<string, int> { ["ann"] = 1 }, 2));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_OnePersonWithMoreThanAPage_DoesNotHideTheOthers(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, [.. Enumerable.Range(0, 300).Select(i => road.Ring.Push("ann", $"family{i}", "2026-05-04"))]);
        road.Time.Advance(TimeSpan.FromSeconds(1));
        await road.ReceiveAsync(road.Ring, road.Ring.Push("bea", "sleep", "2026-05-04"));

        var claimed = await road.Queue.ClaimAsync("ring", Lanes.Data, 10, new Dictionary<string, int> { ["ann"] = 2 }, 2);

        Assert.Equal(["bea"], claimed.Select(item => item.ExternalUserId));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_LeaseNotRenewed_IsAnotherClaimAfterTwoMinutes(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        var first = await road.ClaimOneAsync(road.Ring);

        road.Time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromMilliseconds(1));
        Assert.Empty(await road.ClaimAsync(road.Ring));

        road.Time.Advance(TimeSpan.FromMilliseconds(1));
        var second = await road.ClaimOneAsync(road.Ring);
        Assert.Equal(first with { Fence = first.Fence + 1, LostLeases = 1, ClaimedAt = road.Clock.Now }, second);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RenewAsync_InTime_KeepsTheItemAndTooLateDoesNot(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        var item = await road.ClaimOneAsync(road.Ring);

        road.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.True(await road.Queue.RenewAsync(item));
        road.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.Empty(await road.ClaimAsync(road.Ring));

        road.Time.Advance(TimeSpan.FromSeconds(1));
        await road.ClaimOneAsync(road.Ring);
        Assert.False(await road.Queue.RenewAsync(item));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_ItemThatLostTwoLeases_RunsAloneAndIsNotOvertakenForEver(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        for (var lost = 0; lost < 2; lost++)
        {
            await road.ClaimOneAsync(road.Ring);
            road.Time.Advance(TimeSpan.FromMinutes(2));
        }

        await road.ReceiveAsync(road.Ring, road.Ring.Push("bea", "sleep", "2026-05-04"));

        // While others run it waits, and what is due after it waits with it: otherwise a busy lane would never let it run.
        Assert.Empty(await road.Queue.ClaimAsync("ring", Lanes.Data, 10, new Dictionary<string, int> { ["cem"] = 1 }, 2));
        Assert.Equal([("ann", 2)], (await road.ClaimAsync(road.Ring)).Select(item => (item.ExternalUserId, item.LostLeases)));
        Assert.Equal(["bea"], (await road.ClaimAsync(road.Ring)).Select(item => item.ExternalUserId));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ClaimAsync_ManyWorkersAtOnce_NeverShareAnItem(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, [.. Enumerable.Range(0, 400).Select(i => road.Ring.Push($"p{i}", "sleep", "2026-05-04"))]);

        // On PostgreSQL half of the claims come from a second node with connections of its own.
        await using var other = new ApexStorage(road.Options, road.Clock, new FatalStorage(), NullLoggerFactory.Instance);
        if (kind == StorageKind.Postgres)
        {
            await other.OpenAsync(CancellationToken.None);
        }

        var otherQueue = kind == StorageKind.Postgres ? new WorkQueue(other, road.Clock, NodeIdentity.Create("other")) : road.Queue;
        var claimed = new System.Collections.Concurrent.ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            while (claimed.Count < 400)
            {
                foreach (var item in await (worker % 2 == 0 ? road.Queue : otherQueue).ClaimAsync("ring", Lanes.Data, 7, NobodyRuns, 2))
                {
                    claimed.Add(item.Id);
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal((400, 400), (claimed.Count, claimed.Distinct().Count()));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ReleaseAsync_ByAWorkerThatStops_IsDueAgainAtOnceWithoutALoss(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04"));
        var first = await road.ClaimOneAsync(road.Ring);

        await road.Queue.ReleaseAsync(first);

        var second = await road.ClaimOneAsync(road.Ring);
        Assert.Equal((first.Fence + 1, 0), (second.Fence, second.LostLeases));
        await road.Queue.ReleaseAsync(first);
        Assert.Empty(await road.ClaimAsync(road.Ring));
    }
}
