using Apex.Domain.Sleep;

namespace Apex.Domain.Freshness;

/// <summary>When a device's own account of its wear proves that a value cannot exist. Silence proves nothing.</summary>
public static class WearEvidence
{
    /// <summary>Devices tell their wear no finer.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Night = TimeSpan.FromHours(8);

    /// <summary>The eight hours before wake are fully told, too little of them was worn for the shortest night that counts, and since then there was no such
    /// rest either: a night worker's sleep comes later.</summary>
    public static bool ProvesNoNight(DateTimeOffset wake, IReadOnlyList<WearSpan> wear)
    {
        var bedtime = wake - Night;
        return Minutes(wear, bedtime, wake) >= Night.TotalMinutes
            && Minutes(wear, bedtime, wake, WearKind.NotWorn) > Night.TotalMinutes - MainSleep.MinAsleepMin
            && Minutes(wear, bedtime, DateTimeOffset.MaxValue, WearKind.Rest) < MainSleep.MinAsleepMin;
    }

    /// <summary>From the end of the data until more was due the device lay somewhere.</summary>
    public static bool ProvesNoMovement(DateTimeOffset dataThrough, DateTimeOffset due, IReadOnlyList<WearSpan> wear) =>
        due > dataThrough && Minutes(wear, dataThrough, due, WearKind.NotWorn) >= (due - dataThrough - Step).TotalMinutes;

    private static double Minutes(IReadOnlyList<WearSpan> wear, DateTimeOffset from, DateTimeOffset until, WearKind? kind = null) =>
        wear.Where(span => kind is null || span.Kind == kind).Sum(span => span.MinutesWithin(from, until));
}
