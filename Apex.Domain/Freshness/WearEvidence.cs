using Apex.Domain.Sleep;

namespace Apex.Domain.Freshness;

/// <summary>When a device's own count of wear proves that a value cannot exist. Silence proves nothing.</summary>
public static class WearEvidence
{
    /// <summary>A whole day, less the hour a change of clocks can take.</summary>
    private const double WholeDayMin = 23 * 60;

    /// <summary>From a day's begin at 04:00 to the wake nobody has measured, 07:00.</summary>
    private const double MorningMin = 3 * 60;

    /// <summary>The night that ends on a day lies in two of the device's days. Together they held less wear than the shortest night that counts.</summary>
    public static bool ProvesNoNight(DateOnly night, IReadOnlyList<WornDay> days) =>
        Find(days, night.AddDays(-1)) is { } before && Find(days, night) is { } ofNight
        && Covered(before) >= WholeDayMin && Covered(ofNight) >= MorningMin
        && before.WornMin + ofNight.WornMin < MainSleep.MinAsleepMin;

    private static double Covered(WornDay day) => day.WornMin + day.NotWornMin;

    private static WornDay? Find(IReadOnlyList<WornDay> days, DateOnly day) => days.FirstOrDefault(candidate => candidate.Day == day);
}
