using Apex.Domain.Time;

namespace Apex.Domain.Polling;

/// <summary>How often steps and activity of sources that cannot push are asked for, by the person's wall clock (science 4.4).</summary>
public static class DayBands
{
    private const int MinutesPerDay = 1440;
    private const int UsualWakeMinute = 7 * 60;

    /// <summary>Within it everybody keeps the common bands.</summary>
    public const int ShiftBeyondMin = 120;

    // Starts in local minutes of a day that is woken into at 07:00, and minutes between polls.
    private static readonly DayBand[] _bands = [new(0, 180), new(6 * 60, 30), new(10 * 60, 60), new(15 * 60, 30), new(19 * 60, 60), new(22 * 60, 180)];

    /// <summary>In order of the day; each lasts until the next begins.</summary>
    public static IReadOnlyList<DayBand> All => _bands;

    /// <summary>Minutes the bands move for people who live by another clock, in [-720, 720).</summary>
    /// <param name="usualWakeMinute">Local minute of day.</param>
    public static int ShiftMin(int usualWakeMinute)
    {
        var shift = Modulo(usualWakeMinute - UsualWakeMinute + (MinutesPerDay / 2)) - (MinutesPerDay / 2);
        return Math.Abs(shift) > ShiftBeyondMin ? shift : 0;
    }

    /// <summary>Minutes between polls at a local minute of day.</summary>
    public static int EveryMin(int localMinute, int shiftMin = 0) => _bands.Last(band => band.From <= Modulo(localMinute - shiftMin)).EveryMin;

    /// <summary>The next poll after <paramref name="now"/>: one cadence of elapsed time on, or the start of a faster band when that comes first.</summary>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static DateTimeOffset Next(DateTimeOffset now, string zone, int shiftMin = 0)
    {
        var local = LocalDays.ToLocal(now, zone);
        var everyMin = EveryMin((int)local.TimeOfDay.TotalMinutes, shiftMin);
        var next = now.AddMinutes(everyMin);
        var today = DateOnly.FromDateTime(local.DateTime);
        foreach (var start in FasterStarts(everyMin, today, zone, shiftMin))
        {
            if (start > now && start < next)
            {
                next = start;
            }
        }

        return next;
    }

    // Shifted bands of yesterday and tomorrow can begin today.
    private static IEnumerable<DateTimeOffset> FasterStarts(int everyMin, DateOnly today, string zone, int shiftMin) =>
        from day in (DateOnly[])[today.AddDays(-1), today, today.AddDays(1)]
        from band in _bands
        where band.EveryMin < everyMin
        select LocalDays.ToUtcLenient(day.AddDays(FloorDays(band.From + shiftMin)), Modulo(band.From + shiftMin), zone);

    private static int FloorDays(int minute) => (int)Math.Floor((double)minute / MinutesPerDay);

    private static int Modulo(int minute) => ((minute % MinutesPerDay) + MinutesPerDay) % MinutesPerDay;
}

/// <param name="From">Local minute of a day that is woken into at 07:00.</param>
/// <param name="EveryMin">Minutes between polls.</param>
public readonly record struct DayBand(int From, int EveryMin);
