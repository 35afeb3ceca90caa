using Apex.Domain.Time;

namespace Apex.Domain.Freshness;

/// <summary>Steps, activity and strain: data that should never be older than a maximal age while the person is awake, 06:00-22:00 local.
/// At night nothing is late, and the morning starts the allowance anew.</summary>
internal static class RunningFreshness
{
    public static TimeVerdict Evaluate(DateTimeOffset dataThrough, string zone, TimeSpan maxAge, DateTimeOffset now)
    {
        var dueAt = DueAt(dataThrough, zone, maxAge);
        if (now - dataThrough <= maxAge)
        {
            return new(FreshnessState.Fresh, dueAt, dataThrough + maxAge + FreshnessSla.Tick);
        }

        if (now <= dueAt)
        {
            return new(FreshnessState.Due, dueAt, dueAt + FreshnessSla.Tick);
        }

        var waking = Waking.At(now, zone);
        return waking.From <= now
            ? new(FreshnessState.Late, dueAt, waking.Until)
            : new(FreshnessState.Due, waking.From, waking.From);
    }

    private static DateTimeOffset DueAt(DateTimeOffset dataThrough, string zone, TimeSpan maxAge)
    {
        var waking = Waking.At(dataThrough, zone);
        var dueAt = (dataThrough > waking.From ? dataThrough : waking.From) + maxAge;
        return dueAt < waking.Until ? dueAt : Waking.At(waking.Until, zone).From + maxAge;
    }

    /// <summary>The waking hours an instant lies in, else the next.</summary>
    private readonly record struct Waking(DateTimeOffset From, DateTimeOffset Until)
    {
        public static Waking At(DateTimeOffset instant, string zone)
        {
            var day = LocalDays.DayOf(instant, zone);
            var ofDay = Of(day, zone);
            return instant < ofDay.Until ? ofDay : Of(day.AddDays(1), zone);
        }

        private static Waking Of(DateOnly day, string zone) => new(
            LocalDays.ToUtcLenient(day, FreshnessSla.AwakeFromMinute, zone),
            LocalDays.ToUtcLenient(day, FreshnessSla.AwakeUntilMinute, zone));
    }
}
