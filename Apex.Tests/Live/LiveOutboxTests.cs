using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Web.Live;

namespace Apex.Tests.Live;

/// <summary>What is coalesced, what is bounded and what falls out.</summary>
public sealed class LiveOutboxTests
{
    private static readonly Guid Ada = new("0190a000-0000-7000-8000-000000000001");
    private static readonly DateOnly Monday = new(2026, 5, 4);

    [Fact]
    public void Put_TwoChangesOfOnePerson_BecomeOneWithTheNewerDays()
    {
        var outbox = new LiveOutbox(new SilentClient());

        outbox.Put(Change(Ada, 3, (Monday, 1), (Monday.AddDays(1), 1)));
        outbox.Put(Change(Ada, 4, (Monday, 2)));

        var (people, _) = outbox.Take();
        var change = Assert.Single(people);
        Assert.Equal(4, change.Revision);
        Assert.Equal([(Monday, 2L), (Monday.AddDays(1), 1L)], change.Days.Select(day => (day.Date, day.Revision)));
        Assert.Empty(outbox.Take().People);
    }

    [Fact]
    public void Put_MorePeopleThanFit_TheLongestWaitingFallsOut()
    {
        var outbox = new LiveOutbox(new SilentClient());
        var people = Enumerable.Range(0, LiveOutbox.MaxPeople + 1).Select(_ => Guid.NewGuid()).ToList();

        people.ForEach(person => outbox.Put(Change(person, 1)));

        Assert.Equal(people.Skip(1), outbox.Take().People.Select(change => change.UserId));
    }

    [Fact]
    public async Task Pump_SlowClient_HearsTheNewestStateOnceItTakesAgain()
    {
        var client = new SlowClient();
        var outbox = new LiveOutbox(client);
        using var stop = new CancellationTokenSource();
        var pump = outbox.PumpAsync(stop.Token);
        outbox.Put(Change(Ada, 1, (Monday, 1)));
        await client.Busy.WaitAsync(TestContext.Current.CancellationToken);

        outbox.Put(Change(Ada, 2, (Monday, 2)));
        outbox.Put(Change(Ada, 3, (Monday, 3)));
        client.Go.Release(10);
        await client.Busy.WaitAsync(TestContext.Current.CancellationToken);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pump);
        Assert.Equal([1L, 3L], client.Heard);
    }

    [Fact]
    public void Subscriptions_BeyondTheLimit_AreRefusedAndRoomComesBack()
    {
        var subscriptions = new LiveSubscriptions();
        subscriptions.Open("c", new(new SilentClient()));
        var people = Enumerable.Range(0, LiveSubscriptions.MaxPerConnection).Select(_ => Guid.NewGuid()).ToList();
        Assert.All(people, person => Assert.True(subscriptions.Add("c", person)));

        Assert.True(subscriptions.Add("c", people[0]));
        Assert.False(subscriptions.Add("c", Ada));
        subscriptions.Remove("c", people[0]);
        Assert.True(subscriptions.Add("c", Ada));
    }

    [Fact]
    public void FollowersOf_PersonAndFleet_AreEachThereOnceAndGoneAfterClose()
    {
        var subscriptions = new LiveSubscriptions();
        var (both, fleet) = (new LiveOutbox(new SilentClient()), new LiveOutbox(new SilentClient()));
        subscriptions.Open("both", both);
        subscriptions.Open("fleet", fleet);
        subscriptions.Add("both", Ada);
        subscriptions.AddFleet("both");
        subscriptions.AddFleet("fleet");

        Assert.Equal([both, fleet], subscriptions.FollowersOf(Ada));
        subscriptions.Close("both");
        Assert.Equal([fleet], subscriptions.FollowersOf(Ada));
        subscriptions.Close("fleet");
        Assert.Empty(subscriptions.FollowersOf(Ada));
    }

    [Fact]
    public async Task Pending_ManyEvents_AreOneSetOfDaysPerPerson()
    {
        var pending = new PendingChanges();
        pending.Add(new FeedEvent.DaysChanged(Ada, [Monday]));
        pending.Add(new FeedEvent.PersonChanged(Ada));
        pending.Add(new FeedEvent.DaysChanged(Ada, [Monday, Monday.AddDays(1)]));
        pending.Add(new FeedEvent.RoadMoved());

        var (people, deadLetters) = await pending.TakeAsync(TestContext.Current.CancellationToken);

        Assert.False(deadLetters);
        Assert.Equal([Monday, Monday.AddDays(1)], Assert.Single(people).Value.Order());
    }

    private static LiveChange Change(Guid userId, long revision, params (DateOnly Day, long Revision)[] days) => new(
        userId,
        revision,
        [.. days.Select(day => new DailyMetricsView
        {
            UserId = userId,
            Date = day.Day,
            SyncedAt = DateTimeOffset.UnixEpoch,
            Origins = new Dictionary<string, OriginView>(),
            Revision = day.Revision,
        })],
        []);

    private class SilentClient : ILiveClient
    {
        public virtual Task DailyMetricsChanged(DailyMetricsChange change) => Task.CompletedTask;

        public Task FreshnessChanged(FreshnessChange change) => Task.CompletedTask;

        public Task QuotaChanged(QuotaChange change) => Task.CompletedTask;

        public Task DeadLetterChanged(DeadLetterChange change) => Task.CompletedTask;

        public Task NudgeCreated(Nudge nudge) => Task.CompletedTask;
    }

    private sealed class SlowClient : SilentClient
    {
        public SemaphoreSlim Busy { get; } = new(0);

        public SemaphoreSlim Go { get; } = new(0);

        public List<long> Heard { get; } = [];

        public override async Task DailyMetricsChanged(DailyMetricsChange change)
        {
            Heard.Add(change.Revision);
            Busy.Release();
            await Go.WaitAsync();
        }
    }
}
