namespace Apex.Domain.Wake;

/// <summary>Usual wake time by circular statistics (science 4.2): mornings around midnight must not average to noon.</summary>
public static class WakeEstimator
{
    /// <summary>07:00: mean wake of the NSF Sleep Health Index is 06:38 on workdays, some 40 min later on free days.</summary>
    public const int FallbackMinute = 7 * 60;

    public const int HistoryDays = 56;

    private const int Newest = 14;
    private const int Fewest = 3;
    private const int MinutesPerDay = 1440;
    private const double FallbackSpreadMin = 90;
    private const double IrregularFromSpreadMin = 75;
    private const double IrregularBelowResultant = 0.7;

    /// <summary>A normal distribution's standard deviation from its median absolute deviation.</summary>
    private const double MadToSigma = 1.4826;

    /// <param name="history">Any order; mornings of the day itself or later, and older than 56 days, are left out.</param>
    public static WakeEstimate Estimate(IEnumerable<WakeMorning> history, DateOnly day)
    {
        var past = history.Where(morning => day.DayNumber - morning.Day.DayNumber is >= 1 and <= HistoryDays).OrderByDescending(morning => morning.Day).ToList();
        var sameClass = past.Where(morning => IsWeekend(morning.Day) == IsWeekend(day)).Take(Newest).ToList();
        var (pick, basis) = sameClass.Count >= Fewest
            ? (sameClass, IsWeekend(day) ? WakeBasis.Weekend : WakeBasis.Weekday)
            : (past.Take(Newest).ToList(), WakeBasis.AllDays);
        return pick.Count < Fewest
            ? new(FallbackMinute, FallbackSpreadMin, WakeBasis.Fallback, pick.Count, IsIrregular: false)
            : Estimate([.. pick.Select(morning => morning.MinuteOfDay)], basis);
    }

    /// <summary>After a flight the body follows about half an hour a day (science 4.2).</summary>
    /// <param name="hours">Zone change, either direction; under 3 h nothing changes.</param>
    /// <param name="daysSince">Days since the change.</param>
    public static WakeEstimate AfterZoneChange(WakeEstimate estimate, double hours, int daysSince) => Math.Abs(hours) >= 3 && daysSince < Math.Abs(hours)
        ? estimate with { SpreadMin = Math.Max(estimate.SpreadMin, 30 * Math.Abs(hours)), IsIrregular = true }
        : estimate;

    private static WakeEstimate Estimate(List<int> minutes, WakeBasis basis)
    {
        var angles = minutes.Select(minute => 2 * Math.PI * minute / MinutesPerDay).ToList();
        var (cos, sin) = (angles.Sum(Math.Cos), angles.Sum(Math.Sin));

        // A whole minute: float noise in the reference would flip medians that end in .5.
        var reference = Modulo((int)Math.Floor((Math.Atan2(sin, cos) * MinutesPerDay / (2 * Math.PI)) + 0.5));
        var unwrapped = minutes.Select(minute => (double)(reference + Modulo(minute - reference + (MinutesPerDay / 2)) - (MinutesPerDay / 2))).ToList();
        var median = Median(unwrapped);
        var spread = Math.Clamp(MadToSigma * Median([.. unwrapped.Select(minute => Math.Abs(minute - median))]), 15, 180);
        var resultant = Math.Sqrt((cos * cos) + (sin * sin)) / minutes.Count;
        return new(
            Modulo((int)Math.Floor(median + 0.5)), spread, basis, minutes.Count, spread > IrregularFromSpreadMin || resultant < IrregularBelowResultant);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static int Modulo(int minute) => ((minute % MinutesPerDay) + MinutesPerDay) % MinutesPerDay;

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
