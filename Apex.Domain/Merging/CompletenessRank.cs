using Apex.Domain.Plausibility;
using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>How much of a night a source knows (science 3.6 rule 2): final 1, stages 2, time in bed 1, most of the night 1.</summary>
internal static class CompletenessRank
{
    /// <summary>Share of the window all sources saw together.</summary>
    private const double CoveringShare = 0.8;

    /// <param name="sameNight">What the sources, this one included, report of the night.</param>
    public static int Of(NormalizedSleep sleep, IReadOnlyList<NormalizedSleep> sameNight) =>
        (sleep.Tentative ? 0 : 1)
        + (sleep.HasStages ? 2 : 0)
        + (sleep.InBedStated && Limits.EfficiencyPercent.Allows(sleep.EfficiencyPercent) ? 1 : 0)
        + (Covers(sleep, sameNight) ? 1 : 0);

    private static bool Covers(NormalizedSleep sleep, IReadOnlyList<NormalizedSleep> sameNight)
    {
        var window = sameNight.Max(other => other.EndUtc) - sameNight.Min(other => other.StartUtc);
        return sleep.EndUtc - sleep.StartUtc >= CoveringShare * window;
    }
}
