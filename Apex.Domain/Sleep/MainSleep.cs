using Apex.Domain.Time;

namespace Apex.Domain.Sleep;

/// <summary>Which of a day's sleeps is the night (science 3.3).</summary>
public static class MainSleep
{
    /// <summary>Fewer minutes asleep are a nap, whatever the hour.</summary>
    public const double MinAsleepMin = 180;

    /// <summary>The local date of the end of the sleep, by its own end offset else the zone (science 3.4).</summary>
    public static DateOnly DayOf(NormalizedSleep sleep, string zone) => LocalDays.DayOf(sleep.EndUtc, zone, sleep.EndOffsetMin);

    /// <summary>Main sleep and naps of a day among one source's joined sleeps. The vendor's nap flag loses against the minutes: people work at night.</summary>
    public static MainSleepPick Pick(IReadOnlyList<NormalizedSleep> sessions, string zone, DateOnly day)
    {
        var ofDay = sessions.Where(session => DayOf(session, zone) == day).ToList();
        var longest = ofDay
            .OrderByDescending(session => session.AsleepMin)
            .ThenByDescending(session => session.EndUtc)
            .ThenBy(session => session.StartUtc)
            .FirstOrDefault();
        return longest is { AsleepMin: >= MinAsleepMin }
            ? new(longest, [.. ofDay.Where(session => !ReferenceEquals(session, longest))])
            : new(null, ofDay);
    }
}
