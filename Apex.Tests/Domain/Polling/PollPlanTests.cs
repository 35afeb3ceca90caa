using Apex.Domain.Polling;
using Apex.Domain.Wake;

namespace Apex.Tests.Domain.Polling;

/// <summary>Nobody's history is known unless said: 07:00 local. Jitter and the reconcile's minute are found once by looking, everything else is counted by hand.</summary>
public sealed class PollPlanTests
{
    private static readonly DateOnly _day = new(2026, 5, 4);
    private static readonly Guid _connection = new("0199aa00-0000-7000-8000-00000000000a");
    private static readonly TimeSpan _jitter = Jitter.Of(_connection, _day);

    private static PollFacts Ring => new() { ConnectionId = _connection, TimeZone = "Europe/Berlin", Pushes = true, MaxSleepCalls = 2 };

    private static PollFacts Scale => Ring with { Pushes = false, MaxSleepCalls = 4 };

    // 07:00 Berlin is 05:00Z; the gap check is 1 h 50 later, the second look 3 h.
    [Theory]
    [InlineData(6, 49, 59, false)]
    [InlineData(6, 50, 0, true)]
    public void Decide_PushingSourceWithoutTheNight_ChecksTheGapInsideTwoHours(int hour, int minute, int second, bool expected)
    {
        var decision = PollPlan.Decide(Ring, Reconciled, Utc(hour, minute, second) + _jitter);

        Assert.Equal(expected ? [new(PlannedCallKind.SleepGap, _day)] : [], decision.Calls.Where(IsSleep));
    }

    [Fact]
    public void Decide_GapCheckSent_LooksOnceMoreAndThenNoMore()
    {
        var first = PollPlan.Decide(Ring, Reconciled, Utc(6, 50) + _jitter);
        var between = PollPlan.Decide(Ring, first.State, Utc(7, 59) + _jitter);
        var second = PollPlan.Decide(Ring, between.State, Utc(8, 0) + _jitter);
        var after = PollPlan.Decide(Ring, second.State, Utc(12, 0));

        Assert.Equal([1, 0, 1, 0], new[] { first, between, second, after }.Select(decision => decision.Calls.Count(IsSleep)));
    }

    [Fact]
    public void Decide_NightIsFinal_AsksNothing() =>
        Assert.DoesNotContain(PollPlan.Decide(Ring with { Nights = Night(Utc(4, 10), isFinal: true) }, Reconciled, Utc(9, 0)).Calls, IsSleep);

    // Woken at 04:10Z by a tentative record: the gap check is at 06:00Z, long before that of the estimate.
    [Fact]
    public void Decide_NightIsTentative_CountsFromTheMeasuredWake() =>
        Assert.Single(PollPlan.Decide(Ring with { Nights = Night(Utc(4, 10), isFinal: false) }, Reconciled, Utc(6, 0) + _jitter).Calls, IsSleep);

    [Fact]
    public void Decide_AfterADayOfDowntime_AsksOnceAndNotForEachMissedPoll()
    {
        var decision = PollPlan.Decide(Scale, new() { ActivityAt = Utc(0, 0).AddDays(-1) }, Utc(10, 0));

        Assert.Equal(
            [new(PlannedCallKind.Sleep, _day), new PlannedCall(PlannedCallKind.Activity, _day)],
            decision.Calls.OrderBy(call => call.Kind));
        Assert.Equal(2, decision.State.SleepCalls[_day]);
    }

    [Fact]
    public void Decide_TwelveHoursAfterWake_GivesUp() => Assert.DoesNotContain(PollPlan.Decide(Ring, Reconciled, Utc(17, 0, 1)).Calls, IsSleep);

    // 23:40 in Kolkata on the 3rd is 18:10Z; one hour later it is the 4th there.
    [Fact]
    public void Decide_WakesBeforeMidnight_IsAskedForAfterIt()
    {
        var owl = Scale with { TimeZone = "Asia/Kolkata", Mornings = [.. Enumerable.Range(1, 20).Select(back => new WakeMorning(_day.AddDays(-1 - back), (23 * 60) + 40))] };
        var yesterday = _day.AddDays(-1);

        var decision = PollPlan.Decide(owl, new(), new DateTimeOffset(2026, 5, 3, 19, 10, 0, TimeSpan.Zero) + Jitter.Of(_connection, yesterday));

        Assert.Equal([new(PlannedCallKind.Sleep, yesterday)], decision.Calls.Where(IsSleep));
    }

    [Fact]
    public void Decide_Irregular_IsAskedUpToTheVendorsCap()
    {
        int[] minutes = [300, 720, 560, 880, 420];
        var irregular = Scale with { Mornings = [.. minutes.Select((minute, i) => new WakeMorning(new DateOnly(2026, 4, 27).AddDays(i), minute))] };
        var (state, calls) = (new PollState(), 0);
        for (var now = Utc(0, 0); now < Utc(23, 59); now = now.AddMinutes(10))
        {
            var decision = PollPlan.Decide(irregular, state, now);
            calls += decision.Calls.Count(call => IsSleep(call) && call.Day == _day);
            state = decision.State;
        }

        Assert.Equal(4, calls);
    }

    [Fact]
    public void Decide_EveryMinuteOfThreeDays_ReconcilesOnceADay()
    {
        var (state, days) = (new PollState(), new List<DateOnly>());
        for (var now = Utc(0, 0); now < Utc(0, 0).AddDays(3); now = now.AddMinutes(1))
        {
            var decision = PollPlan.Decide(Ring, state, now);
            days.AddRange(decision.Calls.Where(call => call.Kind == PlannedCallKind.Reconcile).Select(call => call.Day));
            state = decision.State;
        }

        Assert.Equal(days.Distinct(), days);
        Assert.InRange(days.Count, 2, 3); // the first day's minute may have passed when the connection was seen first
    }

    // Looking only at the instants it names loses nothing against looking every minute.
    [Fact]
    public void Decide_AtTheInstantsItNames_PlansTheSameCalls()
    {
        var everyMinute = new List<PlannedCall>();
        var state = new PollState();
        for (var now = Utc(0, 0); now < Utc(0, 0).AddDays(2); now = now.AddMinutes(1))
        {
            (var calls, state, _) = PollPlan.Decide(Scale, state, now);
            everyMinute.AddRange(calls);
        }

        var (named, at, looks) = (new List<PlannedCall>(), Utc(0, 0), 0);
        state = new();
        while (at < Utc(0, 0).AddDays(2))
        {
            var decision = PollPlan.Decide(Scale, state, at);
            named.AddRange(decision.Calls);
            Assert.True(decision.NextAt > at);
            (state, at) = (decision.State, decision.NextAt);
            looks++;
        }

        Assert.Equal(everyMinute, named);
        Assert.InRange(looks, 40, 90);
    }

    [Fact]
    public void Decide_ActivityCameWithinTheCadence_CancelsThePoll()
    {
        var facts = Scale with { Nights = Night(Utc(4, 0), isFinal: true), ActivityReceivedAt = Utc(8, 20) }; // 10:20 local: every 60 min

        var cancelled = PollPlan.Decide(facts, new() { ActivityAt = Utc(8, 30) }, Utc(8, 30));

        Assert.Empty(cancelled.Calls);
        Assert.Equal(Utc(9, 20), cancelled.State.ActivityAt);
    }

    private static PollState Reconciled => new() { ReconciledDay = _day };

    private static bool IsSleep(PlannedCall call) => call.Kind is PlannedCallKind.Sleep or PlannedCallKind.SleepGap;

    private static Dictionary<DateOnly, StoredNight> Night(DateTimeOffset wakeAt, bool isFinal) => new() { [_day] = new(wakeAt, isFinal) };

    private static DateTimeOffset Utc(int hour, int minute, int second = 0) => new(2026, 5, 4, hour, minute, second, TimeSpan.Zero);
}
