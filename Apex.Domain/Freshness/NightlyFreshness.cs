using Apex.Domain.Time;

namespace Apex.Domain.Freshness;

/// <summary>Sleep, HRV and resting HR: one value per local day.</summary>
internal static class NightlyFreshness
{
    /// <summary>The first missing day decides: a night that never came stays late past midnight.</summary>
    public static TimeVerdict Evaluate(FreshnessInputs inputs, DateOnly newestDay, DateTimeOffset now)
    {
        var today = LocalDays.DayOf(now, inputs.TimeZone);
        var expected = newestDay.AddDays(1);
        var dueAt = FreshnessSla.NightlyDueAt(
            inputs.Signal, expected, inputs.TimeZone, expected == today ? inputs.MeasuredWakeToday : null, inputs.UsualWake);
        return (expected > today, now > dueAt) switch
        {
            (true, _) => new(FreshnessState.Fresh, dueAt, LocalDays.StartOfDay(expected, inputs.TimeZone)),
            (false, false) => new(FreshnessState.Due, dueAt, dueAt + FreshnessSla.Tick),
            (false, true) => new(FreshnessState.Late, dueAt, null),
        };
    }
}
