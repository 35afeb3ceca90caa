using Apex.Domain.Plausibility;

namespace Apex.Domain.Recovery;

/// <summary>Resting heart rate against the person's own normal (science 1.3).</summary>
internal static class RestingHrSignal
{
    internal const double PriorDeviation = 2.5;
    internal const double MinDeviation = 1.5;
    internal const double MaxDeviation = 6;

    /// <summary>A low pulse is weak evidence of readiness and earns less than a high one costs.</summary>
    private const double MaxZ = 1.5;
    private const double MinZ = -3;

    private const double OutlierBelowBpm = -15;
    private const double OutlierAboveBpm = 35;

    public static SignalScore Evaluate(RecoveryInputs inputs)
    {
        if (inputs.RestingHrBpm is not { } bpm)
        {
            return SignalScore.Without("rhr_missing");
        }

        if (!Limits.RestingHrBpm.Allows(bpm))
        {
            return SignalScore.Without("rhr_implausible");
        }

        var baseline = Baseline.Of(inputs.RestingHrHistory, Limits.RestingHrBpm, value => value);
        var delta = bpm - baseline.Mean;
        return baseline switch
        {
            { IsUsable: false } => SignalScore.Without("rhr_calibrating") with { IsCalibrating = true },
            _ when delta is < OutlierBelowBpm or > OutlierAboveBpm => SignalScore.Without("rhr_personal_outlier"),
            _ => Score(delta, baseline),
        };
    }

    private static SignalScore Score(double delta, Baseline baseline)
    {
        var deviation = baseline.EffectiveDeviation(PriorDeviation, MinDeviation, MaxDeviation);
        var z = Math.Clamp(-delta / (deviation * Math.Sqrt(1 + (1d / baseline.Count))), MinZ, MaxZ);
        return new() { Sub = SubScores.Squash(z), Z = z, Delta = delta, Nights = baseline.Total };
    }
}
