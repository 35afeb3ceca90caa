using Apex.Domain.Plausibility;

namespace Apex.Domain.Recovery;

/// <summary>The two sleep sub-scores of `apex-recovery-1.0`.</summary>
internal static class SleepSignals
{
    public static SignalScore Duration(RecoveryInputs inputs) => inputs.SleepHours switch
    {
        null => SignalScore.Without("duration_missing"),
        { } hours when !Limits.SleepHours.Allows(hours) => SignalScore.Without("duration_implausible"),
        { } hours => new() { Sub = SubScores.Duration(hours, inputs.SleepNeedHours) },
    };

    /// <summary>0 is how vendors say "not computed" (science 1.6).</summary>
    public static SignalScore Efficiency(RecoveryInputs inputs) => inputs.SleepEfficiency switch
    {
        null or 0 => SignalScore.Without("efficiency_missing"),
        { } percent when !Limits.EfficiencyPercent.Allows(percent) => SignalScore.Without("efficiency_implausible"),
        { } percent => new() { Sub = SubScores.Efficiency(percent) },
    };
}
