namespace Apex.Domain.Activity;

/// <summary>Training impulse: minutes weighted by how hard they were.</summary>
public static class Trimp
{
    /// <param name="zoneMinutes">Minutes in zones 1, 2, ... of 50-60-70-80-90-100 % of maximal heart rate.</param>
    /// <remarks>Source: Edwards, The Heart Rate Monitor Book (1993).</remarks>
    public static double Edwards(IReadOnlyList<double> zoneMinutes) => zoneMinutes.Select((minutes, zone) => (zone + 1) * minutes).Sum();

    public static double FromActivityMinutes(double moderate, double vigorous) => (2 * moderate) + (4 * vigorous);

    public static double FromSteps(int steps) => steps / 200d;

    /// <summary>Impulse of one workout.</summary>
    /// <remarks>Source: Banister 1991; several web copies wrongly keep a = 0.64 for women.</remarks>
    public static double Banister(double minutes, double meanHrBpm, double restingHrBpm, double maxHrBpm, BanisterWeights weights)
    {
        var reserve = Math.Clamp((meanHrBpm - restingHrBpm) / (maxHrBpm - restingHrBpm), 0, 1);
        return minutes * reserve * weights.A * Math.Exp(weights.B * reserve);
    }

    /// <summary>Maximal heart rate in bpm; the standard deviation is about 10.</summary>
    /// <remarks>Source: Tanaka, JACC 37 (2001) 153-156.</remarks>
    public static double MaxHrBpm(double ageYears) => 208 - (0.7 * ageYears);
}
