using Apex.Domain.Plausibility;

namespace Apex.Domain.Recovery;

/// <summary>HRV against the person's own normal, in natural-log units: RMSSD is right-skewed (science 1.2, 1.3).</summary>
internal static class HrvSignal
{
    internal const double PriorDeviation = 0.18;
    internal const double MinDeviation = 0.08;
    internal const double MaxDeviation = 0.45;
    private const double MaxZ = 3;

    private const double AcuteShare = 0.7;
    private const double TrendShare = 0.3;

    /// <summary>Today and the six days before.</summary>
    private const int TrendDaysBefore = 6;

    /// <summary>Plews 2014: a weekly mean needs three values.</summary>
    private const int TrendMinValues = 3;

    /// <summary>Three times the baseline, or a third of it.</summary>
    private static readonly double OutlierLn = Math.Log(3);

    public static SignalScore Evaluate(RecoveryInputs inputs)
    {
        var limits = Limits.Hrv(inputs.HrvKind);
        if (inputs.HrvMs is not { } hrvMs)
        {
            return SignalScore.Without("hrv_missing");
        }

        if (!limits.Allows(hrvMs))
        {
            return SignalScore.Without("hrv_implausible");
        }

        var baseline = Baseline.Of(inputs.HrvHistory, limits, Math.Log);
        var delta = Math.Log(hrvMs) - baseline.Mean;
        return baseline switch
        {
            { IsUsable: false } => SignalScore.Without("hrv_calibrating") with { IsCalibrating = true },
            _ when Math.Abs(delta) > OutlierLn => SignalScore.Without("hrv_personal_outlier"),
            _ => Score(hrvMs, delta, baseline, inputs.HrvHistory, limits),
        };
    }

    private static SignalScore Score(double hrvMs, double delta, Baseline baseline, IReadOnlyList<HistoryValue> history, Limits limits)
    {
        var deviation = baseline.EffectiveDeviation(PriorDeviation, MinDeviation, MaxDeviation);
        var acuteZ = delta / (deviation * Math.Sqrt(1 + (1d / baseline.Count)));
        var trendZ = TrendZ(hrvMs, baseline, deviation, history, limits);
        var z = Math.Clamp(trendZ is { } trend ? (AcuteShare * acuteZ) + (TrendShare * trend) : acuteZ, -MaxZ, MaxZ);
        return new() { Sub = SubScores.Squash(z), Z = z, TrendZ = trendZ, Delta = delta, Nights = baseline.Total };
    }

    private static double? TrendZ(double hrvMs, Baseline baseline, double deviation, IReadOnlyList<HistoryValue> history, Limits limits)
    {
        double[] week = [Math.Log(hrvMs), .. Baseline.Within(history, limits, TrendDaysBefore).Select(value => Math.Log(value.Value))];
        return baseline.Lagged && week.Length >= TrendMinValues ? (week.Average() - baseline.Mean) / deviation : null;
    }
}
