using Apex.Domain.Metrics;
using Apex.Domain.Plausibility;

namespace Apex.Domain.Recovery;

/// <summary>Where a person's own values usually lie: one deviation around the mean of the baseline the score uses (science 1.3), in the signal's unit.</summary>
/// <param name="Nights">Values behind it.</param>
public sealed record OwnBand(double From, double To, int Nights)
{
    /// <returns>Null while the baseline is not usable: too few nights for a normal.</returns>
    public static OwnBand? Hrv(IReadOnlyList<HistoryValue> history, HrvKind? kind)
    {
        var baseline = Baseline.Of(history, Limits.Hrv(kind), Math.Log);
        var deviation = baseline.EffectiveDeviation(HrvSignal.PriorDeviation, HrvSignal.MinDeviation, HrvSignal.MaxDeviation);
        return baseline.IsUsable ? new(Math.Exp(baseline.Mean - deviation), Math.Exp(baseline.Mean + deviation), baseline.Total) : null;
    }

    /// <returns>Null while the baseline is not usable: too few nights for a normal.</returns>
    public static OwnBand? RestingHr(IReadOnlyList<HistoryValue> history)
    {
        var baseline = Baseline.Of(history, Limits.RestingHrBpm, value => value);
        var deviation = baseline.EffectiveDeviation(RestingHrSignal.PriorDeviation, RestingHrSignal.MinDeviation, RestingHrSignal.MaxDeviation);
        return baseline.IsUsable ? new(baseline.Mean - deviation, baseline.Mean + deviation, baseline.Total) : null;
    }
}
