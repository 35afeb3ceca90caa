namespace Apex.Domain.Recovery;

/// <summary>The rule of the product's requirements, taken literally: HRV*0.4 + efficiency*0.3 + duration*0.2 + RHR*0.1. All four are needed.
/// Its undefined HRV normalisation is filled with the default formula's. Known weaknesses: science 0.</summary>
public static class PrdRecovery
{
    public const string Version = "prd-6";

    public static readonly RecoveryWeights DefaultWeights = new(Hrv: 0.40, RestingHr: 0.10, Duration: 0.20, Efficiency: 0.30);

    private const double MinHours = 7;
    private const double MaxHours = 9;

    public static RecoveryResult Score(RecoveryInputs inputs, RecoveryWeights? weights = null)
    {
        var shares = weights ?? DefaultWeights;
        var restingHr = RestingHrSignal.Evaluate(inputs);
        SignalSet signals = new(
            HrvSignal.Evaluate(inputs),
            restingHr.Delta is { } delta ? restingHr with { Sub = Math.Max(0, 100 - (5 * Math.Abs(delta))) } : restingHr,
            inputs.SleepHours is { } hours ? new() { Sub = DurationScore(hours) } : SignalScore.Without("duration_missing"),
            inputs.SleepEfficiency is { } percent ? new() { Sub = percent } : SignalScore.Without("efficiency_missing"));
        var score = (shares.Hrv * signals.Hrv.Sub)
            + (shares.Efficiency * signals.Efficiency.Sub)
            + (shares.Duration * signals.Duration.Sub)
            + (shares.RestingHr * signals.RestingHr.Sub);
        return signals.ToResult(score, inputs, Version, shares);
    }

    /// <summary>100 from 7 to 9 h, 10 less per hour of deviation.</summary>
    private static double DurationScore(double hours)
    {
        var deviation = Math.Max(0, Math.Max(MinHours - hours, hours - MaxHours));
        return Math.Max(0, 100 - (10 * deviation));
    }
}
