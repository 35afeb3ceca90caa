using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>Whether two sessions are two reports of one sleep.</summary>
internal static class SameNight
{
    /// <summary>Share of the shorter session.</summary>
    private const double MinOverlap = 0.5;

    public static bool Is(NormalizedSleep left, NormalizedSleep right)
    {
        var shorter = Min(left.EndUtc - left.StartUtc, right.EndUtc - right.StartUtc);
        return Overlap(left, right) >= MinOverlap * shorter;
    }

    public static bool Touch(NormalizedSleep left, NormalizedSleep right) => Overlap(left, right) > TimeSpan.Zero;

    private static TimeSpan Overlap(NormalizedSleep left, NormalizedSleep right) =>
        (left.EndUtc < right.EndUtc ? left.EndUtc : right.EndUtc) - (left.StartUtc > right.StartUtc ? left.StartUtc : right.StartUtc);

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
