namespace Apex.Domain.Wake;

/// <summary>A person's usual wake as it was last estimated, in local minutes of day; null: not enough mornings are known.</summary>
public readonly record struct UsualWake(int? WeekdayMinute, int? WeekendMinute)
{
    public static UsualWake Of(IReadOnlyCollection<WakeMorning> mornings, DateOnly today)
    {
        // The next day of each class: an estimate looks at the days before it.
        var weekday = NextDay(today, weekend: false);
        return new(Minute(WakeEstimator.Estimate(mornings, weekday)), Minute(WakeEstimator.Estimate(mornings, NextDay(today, weekend: true))));
    }

    /// <summary>07:00 where nothing is known.</summary>
    public int MinuteOn(DateOnly day) => (IsWeekend(day) ? WeekendMinute : WeekdayMinute) ?? WakeEstimator.FallbackMinute;

    private static int? Minute(WakeEstimate estimate) => estimate.Basis == WakeBasis.Fallback ? null : estimate.MinuteOfDay;

    private static DateOnly NextDay(DateOnly today, bool weekend)
    {
        var day = today.AddDays(1);
        while (IsWeekend(day) != weekend)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
