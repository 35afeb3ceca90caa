namespace Apex.Domain.Recovery;

/// <summary>The default formula: 60 % autonomic, 40 % sleep, against the person's own 60 days (science 1.3). Not validated against outcomes; not a medical device.</summary>
public static class ApexRecovery
{
    public const string Version = "apex-recovery-1.0";

    /// <summary>Apex's own choice, argued in science 1.4.</summary>
    public static readonly RecoveryWeights DefaultWeights = new(Hrv: 0.40, RestingHr: 0.20, Duration: 0.25, Efficiency: 0.15);

    public static RecoveryResult Score(RecoveryInputs inputs, RecoveryWeights? weights = null)
    {
        var shares = weights ?? DefaultWeights;
        SignalSet signals = new(
            HrvSignal.Evaluate(inputs),
            RestingHrSignal.Evaluate(inputs),
            SleepSignals.Duration(inputs),
            SleepSignals.Efficiency(inputs));
        return signals.ToResult(ScoreOf(signals, shares), inputs, Version, shares);
    }

    /// <summary>Missing signals give their share to the other of their own half. Across halves they would reward losing HRV:
    /// autonomic sub-scores sit at 50 on a normal day, sleep ones near 100 (science 1.6).</summary>
    private static double? ScoreOf(SignalSet signals, RecoveryWeights weights)
    {
        if (signals.Duration.Sub is null)
        {
            return null;
        }

        return Half((signals.Hrv.Sub, weights.Hrv), (signals.RestingHr.Sub, weights.RestingHr))
            + Half((signals.Duration.Sub, weights.Duration), (signals.Efficiency.Sub, weights.Efficiency));
    }

    private static double? Half((double? Sub, double Weight) first, (double? Sub, double Weight) second) =>
        (first.Sub, second.Sub) switch
        {
            (null, null) => null,
            ({ } sub, null) => sub * (first.Weight + second.Weight),
            (null, { } sub) => sub * (first.Weight + second.Weight),
            ({ } one, { } other) => (first.Weight * one) + (second.Weight * other),
        };
}
