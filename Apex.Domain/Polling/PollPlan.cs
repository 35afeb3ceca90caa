using Apex.Domain.Time;
using Apex.Domain.Wake;

namespace Apex.Domain.Polling;

/// <summary>What of one connection has to be asked for now, and when to look again (design section 5, science 4). Looking late plans once, however much
/// was missed.</summary>
public static class PollPlan
{
    private const int MinutesPerDay = 1440;

    public static PollDecision Decide(PollFacts facts, PollState state, DateTimeOffset now)
    {
        var today = LocalDays.DayOf(now, facts.TimeZone);
        var calls = new List<PlannedCall>();
        var nextAt = new List<DateTimeOffset>();
        var sleepCalls = Sleep(facts, state, today, now, calls, nextAt);
        var reconciled = facts.Pushes ? Reconcile(facts, state, today, now, calls, nextAt) : null;
        var activityAt = facts.Pushes ? (DateTimeOffset?)null : Activity(facts, state, today, now, calls, nextAt);
        return new(calls, new() { SleepCalls = sleepCalls, ReconciledDay = reconciled, ActivityAt = activityAt }, nextAt.Min());
    }

    // Yesterday too: who wakes at 23:40 is asked for after midnight. Tomorrow for the next look only.
    private static Dictionary<DateOnly, int> Sleep(
        PollFacts facts, PollState state, DateOnly today, DateTimeOffset now, List<PlannedCall> calls, List<DateTimeOffset> nextAt)
    {
        var passed = new Dictionary<DateOnly, int>();
        foreach (var day in (DateOnly[])[today.AddDays(-1), today, today.AddDays(1)])
        {
            var night = facts.Nights.TryGetValue(day, out var stored) ? stored : default;
            if (night.IsFinal)
            {
                continue;
            }

            var wake = WakeOf(facts, night, day);
            var polls = SleepPolls.After(wake.At, wake.IsIrregular, facts.Pushes).Take(facts.MaxSleepCalls).Select(poll => poll.At + Jitter.Of(facts.ConnectionId, day)).ToList();
            var before = state.SleepCalls.GetValueOrDefault(day);
            var due = polls.Count(at => at <= now);
            if (due > before && now <= wake.At + SleepPolls.GiveUp)
            {
                calls.Add(new(facts.Pushes ? PlannedCallKind.SleepGap : PlannedCallKind.Sleep, day));
            }

            nextAt.AddRange(polls.Where(at => at > now).Take(1));
            if (Math.Max(before, due) is > 0 and var count && day <= today)
            {
                passed[day] = count;
            }
        }

        return passed;
    }

    private static WakeTime WakeOf(PollFacts facts, StoredNight night, DateOnly day) =>
        WakeDetector.Detect(new() { MeasuredAt = night.WakeAt, IsFinal = night.IsFinal }, WakeEstimator.Estimate(facts.Mornings, day), day, facts.TimeZone);

    // Once a local day, at a minute of the connection's own: the fleet's reconciles are spread over day and night. A connection seen first
    // after its minute waits for the next day; what lies behind it is a backfill's matter.
    private static DateOnly? Reconcile(
        PollFacts facts, PollState state, DateOnly today, DateTimeOffset now, List<PlannedCall> calls, List<DateTimeOffset> nextAt)
    {
        var minute = Jitter.Segment(facts.ConnectionId, MinutesPerDay);
        var at = LocalDays.ToUtcLenient(today, minute, facts.TimeZone);
        if (at > now)
        {
            nextAt.Add(at);
            return state.ReconciledDay ?? today.AddDays(-1);
        }

        if (state.ReconciledDay < today)
        {
            calls.Add(new(PlannedCallKind.Reconcile, today));
        }

        nextAt.Add(LocalDays.ToUtcLenient(today.AddDays(1), minute, facts.TimeZone));
        return today;
    }

    private static DateTimeOffset Activity(
        PollFacts facts, PollState state, DateOnly today, DateTimeOffset now, List<PlannedCall> calls, List<DateTimeOffset> nextAt)
    {
        var shiftMin = DayBands.ShiftMin(WakeEstimator.Estimate(facts.Mornings, today).MinuteOfDay);

        // What came within the cadence, by whatever way, is as good as a poll of that instant.
        var freshUntil = facts.ActivityReceivedAt is { } received && received <= now ? DayBands.Next(received, facts.TimeZone, shiftMin) : DateTimeOffset.MinValue;
        var at = state.ActivityAt ?? now;
        at = at < freshUntil ? freshUntil : at;
        if (at <= now)
        {
            calls.Add(new(PlannedCallKind.Activity, today));
            at = DayBands.Next(now, facts.TimeZone, shiftMin);
        }

        nextAt.Add(at);
        return at;
    }
}
