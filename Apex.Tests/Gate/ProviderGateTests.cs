using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Gate;

public sealed class ProviderGateTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_TenFailuresOverFourPeople_OpenForAllNodesAndAfterARestart(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await NoticesAsync(road, people: 4, days: 3);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Unavailable("http_503", null) { HttpStatus = 503, Requests = 1 });

        await road.RunDueAsync();

        var opened = road.Clock.Now;
        Assert.Equal(opened.AddMinutes(1), road.Gate.ClosedUntil("ring"));
        Assert.Null(road.Gate.ClosedUntil("watch"));
        var other = await NodeAsync(road);
        Assert.Equal(opened.AddMinutes(1), other.ClosedUntil("ring"));
        var row = Assert.Single(await road.AllAsync<ProviderHealthRow>());
        Assert.Equal(
            ("ring", opened.ToUnixTimeMilliseconds(), opened.AddMinutes(1).ToUnixTimeMilliseconds(), 1, "unavailable", "http_503", 0),
            (row.Provider, row.OpenedAt, row.OpenUntil, row.Opens, row.Reason, row.Error, row.Failures));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(400)]
    public async Task Fetch_RefusedManyTimes_NeverOpens(int status)
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await NoticesAsync(road, people: 5, days: 4);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refreshed("access-2", "refresh-2", null, null));
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(status switch
        {
            429 => new FetchResult.Throttled(null) { HttpStatus = 429 },
            401 => new FetchResult.Unauthorized { HttpStatus = 401 },
            403 => new FetchResult.Forbidden { HttpStatus = 403 },
            404 => new FetchResult.Fetched([]) { HttpStatus = 404, MissingObjects = ["x"] },
            _ => new FetchResult.Broken("http_400", []) { HttpStatus = 400 },
        });

        await road.RunDueAsync();

        Assert.True(road.Ring.Fetches >= 20);
        Assert.Empty(await road.AllAsync<ProviderHealthRow>());
    }

    [Fact]
    public async Task Fetch_OneSuccessAmongFailures_StartsTheCountAgain()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await NoticesAsync(road, people: 5, days: 3);
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(road.Ring.Fetches == 8 ? road.Ring.Answer() : new FetchResult.Unavailable("timeout", null));

        await road.RunDueAsync();

        Assert.Null(road.Gate.ClosedUntil("ring"));
        Assert.Equal(7, Assert.Single(await road.AllAsync<ProviderHealthRow>()).Failures);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TryProbe_ManyNodesAtOnce_OneGetsIt(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await OpenCircuitAsync(road);
        road.Time.Advance(TimeSpan.FromMinutes(1));
        var nodes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => NodeAsync(road)));
        Assert.All(nodes, node => Assert.True(node.MustProbe("ring")));

        var fences = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.TryProbeAsync("ring"))));

        Assert.Equal(1L, Assert.Single(fences, fence => fence is not null));
        Assert.All(nodes, node => Assert.Equal(road.Clock.Now + Circuit.ProbeLease, node.ClosedUntil("ring")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Loops_OfTwoNodes_TouchNothingWhileOpenProbeWithOneItemAndGoOnWhenItSucceeds(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await OpenCircuitAsync(road);
        await NoticesAsync(road, people: 6, days: 2);
        var before = await road.AllAsync<WorkItemRow>();
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        road.Ring.Fetching = async _ =>
        {
            asked.TrySetResult();
            await answer.Task;
            return road.Ring.Answer();
        };
        using var stop = new CancellationTokenSource();
        ProviderGate[] gates = [road.Gate, await NodeAsync(road)];
        var looked = 0;
        var running = gates.Select(gate => Loop(road, gate, () => Interlocked.Increment(ref looked)).RunAsync(stop.Token)).ToArray();
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref looked) >= 4), "both have looked");
        Assert.Equivalent(before, await road.AllAsync<WorkItemRow>(), strict: true);

        await AdvanceUntilAsync(road, () => Task.FromResult(asked.Task.IsCompleted), "a probe is sent");
        var lookedThen = Volatile.Read(ref looked);
        await AdvanceUntilAsync(road, () => Task.FromResult(Volatile.Read(ref looked) >= lookedThen + 6), "the others look again while it runs");
        Assert.Equal(1, road.Ring.Fetches);

        answer.SetResult();
        await AdvanceUntilAsync(
            road,
            async () =>
            {
                await Task.WhenAll(gates.Select(gate => gate.RefreshAsync(CancellationToken.None)));
                return (await road.AllAsync<WorkItemRow>()).Count == 0;
            },
            "everything is fetched");
        Assert.Equal(12, road.Ring.Fetches);
        await stop.CancelAsync();
        await Task.WhenAll(running);
        Assert.All(gates, gate => Assert.Null(gate.ClosedUntil("ring")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Freshness_OfWorkBehindAnOpenCircuit_IsDelayedAndSaysWhenItIsTriedAgain(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await RingPersonAsync(road, "ann");
        var idle = await RingPersonAsync(road, "bea");
        foreach (var person in new[] { "ann", "bea" })
        {
            await road.PushAsync(road.Ring, road.Ring.Push(person, "sleep", "2026-05-03", TestRecords.Night(Road.Today.AddDays(-1), 7.5)));
        }

        await OpenCircuitAsync(road);
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));

        var waiting = await SleepAsync(road, user);
        Assert.Equal((FreshnessState.Delayed, FreshnessCause.CircuitOpen, CauseOwner.Vendor), (waiting.State, waiting.Cause, waiting.Owner));
        Assert.Equal("ring is failing and is not asked for a while; Apex tries again at 08:01.", waiting.WhatNext);
        Assert.NotEqual(FreshnessState.Delayed, (await SleepAsync(road, idle)).State);

        await road.Gate.ChangeAsync("ring", Circuit.Close);
        Assert.NotEqual(FreshnessState.Delayed, (await SleepAsync(road, user)).State);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Refresh_WhenAnotherNodeHasOpenedIt_TellsThePeopleWhoWait(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await RingPersonAsync(road, "ann");
        await RingPersonAsync(road, "bea");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        var feed = new MetricsFeed();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var heard = feed.SubscribeAsync(stop.Token);
        var node = new ProviderGate(road.Storage, road.Clock, road.Signal, feed, NullLogger<ProviderGate>.Instance);
        await OpenCircuitAsync(road);

        await node.RefreshAsync(CancellationToken.None);
        await node.RefreshAsync(CancellationToken.None);
        feed.Publish(new FeedEvent.RoadMoved());

        var events = new List<FeedEvent>();
        await foreach (var change in heard)
        {
            events.Add(change);
            if (change is FeedEvent.RoadMoved)
            {
                break;
            }
        }

        Assert.Equal([new FeedEvent.PersonChanged(user), new FeedEvent.RoadMoved()], events);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Start_AfterARestart_KnowsWhatIsClosedBeforeAnythingIsClaimed(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await OpenCircuitAsync(road);
        await road.Gate.ChangeAsync("watch", health => health with { PausedAt = road.Clock.Now, PausedBy = "key:1" });
        var gate = new ProviderGate(road.Storage, road.Clock, road.Signal, road.Feed, NullLogger<ProviderGate>.Instance);
        using var refresh = new GateRefresh(gate, road.Clock, NullLogger<GateRefresh>.Instance);

        await refresh.StartAsync(CancellationToken.None);

        Assert.Equal((road.Clock.Now.AddMinutes(1), DateTimeOffset.MaxValue), (gate.ClosedUntil("ring"), gate.ClosedUntil("watch")));

        // And hears within seconds what another node has done since.
        await road.Gate.ChangeAsync("watch", health => health with { PausedAt = null, PausedBy = null });
        await AdvanceUntilAsync(road, () => Task.FromResult(gate.ClosedUntil("watch") is null), "it has read again");
        await refresh.StopAsync(CancellationToken.None);
    }

    private static async Task<SignalFreshnessView> SleepAsync(Road road, Guid user)
    {
        var judged = await road.Storage.ReadAsync(session => new Judging(road.Providers).JudgeAsync(session, [user], road.Clock.Now));
        return judged[0].Signals.Single(signal => signal.Signal == SignalGroup.Sleep);
    }

    private static Task AdvanceUntilAsync(Road road, Func<Task<bool>> isThere, string what) => Eventually.TrueAsync(
        () =>
        {
            road.Time.Advance(TimeSpan.FromSeconds(2));
            return isThere();
        },
        what);

    private static ClaimLoop Loop(Road road, ProviderGate gate, Action looks) => new(
        "ring", Lanes.Fetch, 8, road.Pipeline.RunAsync, road.Queue, road.Signal, road.Clock, NullLogger<ClaimLoop>.Instance,
        () =>
        {
            looks();
            return gate.ClosedUntil("ring");
        },
        gate);

    private static async Task<ProviderGate> NodeAsync(Road road)
    {
        var gate = new ProviderGate(road.Storage, road.Clock, road.Signal, road.Feed, NullLogger<ProviderGate>.Instance);
        await gate.RefreshAsync(CancellationToken.None);
        return gate;
    }

    private static async Task<Guid> RingPersonAsync(Road road, string person)
    {
        var user = await TestPeople.AddUserAsync(road.Storage, "key-" + person, "Etc/UTC");
        await road.ConnectAsync(user, road.Ring, person);
        return user;
    }

    private static async Task NoticesAsync(Road road, int people, int days)
    {
        for (var i = 0; i < people; i++)
        {
            await RingPersonAsync(road, "p" + i);
            for (var day = 0; day < days; day++)
            {
                await road.ReceiveAsync(road.Ring, road.Ring.Notice("p" + i, "sleep", Road.Today.AddDays(-day).ToString("O", null)));
            }
        }
    }

    private static async Task OpenCircuitAsync(Road road) => await road.Gate.ChangeAsync("ring", health =>
    {
        for (var i = 0; i < 10; i++)
        {
            health = Circuit.Fail(health, "c" + i, "http_503", road.Clock.Now);
        }

        return health;
    });
}
