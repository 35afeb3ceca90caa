namespace Apex.Domain.Wake;

/// <summary>When a person usually wakes, from earlier mornings.</summary>
/// <param name="MinuteOfDay">Local, 0-1439.</param>
/// <param name="SpreadMin">Robust standard deviation in minutes, 15-180.</param>
/// <param name="Mornings">How many the estimate rests on.</param>
/// <param name="IsIrregular">Too scattered for one poll time; later polls follow.</param>
public sealed record WakeEstimate(int MinuteOfDay, double SpreadMin, WakeBasis Basis, int Mornings, bool IsIrregular);

/// <summary>Which mornings an estimate rests on.</summary>
public enum WakeBasis
{
    Weekday,
    Weekend,
    AllDays,
    Fallback,
}

/// <summary>The end of one main sleep.</summary>
/// <param name="Day">The local wake date.</param>
/// <param name="MinuteOfDay">In the zone of that morning.</param>
public readonly record struct WakeMorning(DateOnly Day, int MinuteOfDay);
