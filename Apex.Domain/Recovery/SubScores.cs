namespace Apex.Domain.Recovery;

/// <summary>The curves from a measure to 0-100 (science 1.3).</summary>
public static class SubScores
{
    /// <summary>Makes the logistic equal the normal distribution function within 0.01: the sub-score reads "better than S % of your days".</summary>
    private const double LogisticSteepness = 1.702;

    private static readonly (double Percent, double Score)[] EfficiencyAnchors = [(50, 0), (74, 40), (85, 85), (92, 100)];

    public static double Squash(double z) => 100 / (1 + Math.Exp(-LogisticSteepness * z));

    /// <param name="hours">Asleep in the main sleep.</param>
    public static double Duration(double hours, double needHours)
    {
        var enough = needHours - 0.5;
        var plenty = Math.Max(9, needHours + 1);
        return hours switch
        {
            _ when hours < enough => Math.Max(0, 100 - (25 * (enough - hours))),
            _ when hours > plenty => Math.Max(70, 100 - (10 * (hours - plenty))),
            _ => 100,
        };
    }

    /// <param name="percent">Asleep of time in bed. Saturates at 92: wearables miss wake, so efficiency is biased high.</param>
    public static double Efficiency(double percent)
    {
        var (fromPercent, fromScore) = EfficiencyAnchors[0];
        if (percent <= fromPercent)
        {
            return fromScore;
        }

        foreach (var (toPercent, toScore) in EfficiencyAnchors.Skip(1))
        {
            if (percent <= toPercent)
            {
                return fromScore + ((toScore - fromScore) * (percent - fromPercent) / (toPercent - fromPercent));
            }

            (fromPercent, fromScore) = (toPercent, toScore);
        }

        return fromScore;
    }
}
