namespace Apex.Domain.Activity;

/// <summary>Strain on the 0-21 scale from a training impulse (science 7.2). The shape is Apex's own choice: an hour in zone 2 is 10.4, a marathon 20.6.</summary>
public static class Strain
{
    public const double Max = 21;

    public const string WhoopSource = "whoop";
    public const string HrZonesSource = "hr_zones";
    public const string ActivityMinutesSource = "activity_minutes";
    public const string StepsSource = "steps";

    /// <param name="trimp">Training impulse, 0 or more; 1000 and above is <see cref="Max"/>.</param>
    public static double FromTrimp(double trimp) => Math.Min(Max, Max * Math.Log(1 + (trimp / 20)) / Math.Log(51));

    /// <summary>The best estimate the day allows, or null when nothing was measured; never 0 for nothing.</summary>
    public static StrainEstimate? Estimate(
        IReadOnlyList<double>? zoneMinutes, double? moderateMinutes, double? vigorousMinutes, int? steps)
    {
        if (zoneMinutes is { Count: > 0 })
        {
            return Of(Trimp.Edwards(zoneMinutes), HrZonesSource);
        }

        if (moderateMinutes is not null || vigorousMinutes is not null)
        {
            return Of(Trimp.FromActivityMinutes(moderateMinutes ?? 0, vigorousMinutes ?? 0), ActivityMinutesSource);
        }

        return steps is { } count ? Of(Trimp.FromSteps(count), StepsSource) : null;
    }

    private static StrainEstimate Of(double trimp, string source) => new(trimp, FromTrimp(trimp), source);
}
