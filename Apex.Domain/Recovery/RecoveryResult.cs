namespace Apex.Domain.Recovery;

public enum RecoveryZone
{
    Low,
    Moderate,
    High,
}

public enum RecoveryStatus
{
    InsufficientData,
    Calibrating,
    Provisional,
    Scored,
}

public enum RecoveryConfidence
{
    Low,
    Medium,
    High,
}

/// <summary>0-100 each, null when the input is missing or unusable.</summary>
public sealed record RecoverySubScores(double? Hrv, double? RestingHr, double? Duration, double? Efficiency);

/// <summary>Shares of the four sub-scores; they sum to 1.</summary>
public sealed record RecoveryWeights(double Hrv, double RestingHr, double Duration, double Efficiency);

/// <summary>A day's score with everything needed to explain it (science 1.5).</summary>
public sealed record RecoveryResult
{
    /// <summary>0-100 unrounded, or null; see <see cref="Status"/> and <see cref="Reasons"/>.</summary>
    public double? Score { get; init; }

    public RecoveryZone? Zone { get; init; }

    public required RecoveryStatus Status { get; init; }

    public RecoveryConfidence? Confidence { get; init; }

    public double Coverage { get; init; }

    public required RecoverySubScores Sub { get; init; }

    public double? HrvZ { get; init; }

    /// <summary>The 7-day trend term, null until 21 nights.</summary>
    public double? HrvTrendZ { get; init; }

    public double? RestingHrZ { get; init; }

    public double? RestingHrDelta { get; init; }

    /// <summary>Nights behind the HRV (else RHR) baseline.</summary>
    public int? BaselineNights { get; init; }

    public IReadOnlyList<string> Reasons { get; init; } = [];

    public bool AutonomicStrain { get; init; }

    public bool HrvUnusuallyHigh { get; init; }

    public bool IsProvisionalSleep { get; init; }

    public required string FormulaVersion { get; init; }

    public required RecoveryWeights Weights { get; init; }
}
