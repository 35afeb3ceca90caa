namespace Apex.Domain.Recovery;

/// <summary>The four signals of a day and the contract every formula fills from them (science 1.5 - 1.7).</summary>
internal sealed record SignalSet(SignalScore Hrv, SignalScore RestingHr, SignalScore Duration, SignalScore Efficiency)
{
    private const double HighFrom = 67;

    /// <summary>Perfect sleep alone is worth 40: 45 after perfect sleep means about z = -1.4 on both autonomic signals.</summary>
    private const double ModerateFrom = 45;

    private const double StrainZ = -1.5;
    private const double UnusuallyHighZ = 2.5;
    private const double HighCoverage = 0.85;
    private const double MediumCoverage = 0.60;
    private const int MediumNights = 7;

    /// <summary>Sums of weights are not exact in binary (.2 + .25 + .15).</summary>
    private const double Tolerance = 1e-9;

    public double Coverage(RecoveryWeights weights) =>
        (Hrv.Sub is null ? 0 : weights.Hrv)
        + (RestingHr.Sub is null ? 0 : weights.RestingHr)
        + (Duration.Sub is null ? 0 : weights.Duration)
        + (Efficiency.Sub is null ? 0 : weights.Efficiency);

    public RecoveryResult ToResult(double? score, RecoveryInputs inputs, string version, RecoveryWeights weights)
    {
        var coverage = Coverage(weights);
        var nights = Hrv.Nights ?? RestingHr.Nights;
        var status = StatusOf(score, nights);
        return new()
        {
            Score = score,
            Zone = score is { } value ? ZoneOf(value) : null,
            Status = status,
            Confidence = score is null ? null : ConfidenceOf(coverage, nights, status),
            Coverage = coverage,
            Sub = new(Hrv.Sub, RestingHr.Sub, Duration.Sub, Efficiency.Sub),
            HrvZ = Hrv.Z,
            HrvTrendZ = Hrv.TrendZ,
            RestingHrZ = RestingHr.Z,
            RestingHrDelta = RestingHr.Delta,
            BaselineNights = nights,
            Reasons = [.. new[] { Hrv.Reason, RestingHr.Reason, Duration.Reason, Efficiency.Reason }.OfType<string>()],
            AutonomicStrain = score is not null && Hrv.Z <= StrainZ && RestingHr.Z <= StrainZ,
            HrvUnusuallyHigh = score is not null && Hrv.Z >= UnusuallyHighZ,
            IsProvisionalSleep = inputs.IsProvisionalSleep,
            FormulaVersion = version,
            Weights = weights,
        };
    }

    private RecoveryStatus StatusOf(double? score, int? nights)
    {
        var isCalibrating = Hrv.IsCalibrating || RestingHr.IsCalibrating;
        if (score is not null)
        {
            return isCalibrating || nights < Baseline.EstablishedValues ? RecoveryStatus.Provisional : RecoveryStatus.Scored;
        }

        var lacksOnlyBaselines = isCalibrating && Hrv.Sub is null && RestingHr.Sub is null && Duration.Sub is not null;
        return lacksOnlyBaselines ? RecoveryStatus.Calibrating : RecoveryStatus.InsufficientData;
    }

    private static RecoveryZone ZoneOf(double score) => score switch
    {
        >= HighFrom => RecoveryZone.High,
        >= ModerateFrom => RecoveryZone.Moderate,
        _ => RecoveryZone.Low,
    };

    private static RecoveryConfidence ConfidenceOf(double coverage, int? nights, RecoveryStatus status) => status switch
    {
        RecoveryStatus.Scored when coverage >= HighCoverage - Tolerance => RecoveryConfidence.High,
        _ when coverage >= MediumCoverage - Tolerance && nights >= MediumNights => RecoveryConfidence.Medium,
        _ => RecoveryConfidence.Low,
    };
}
