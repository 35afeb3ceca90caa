namespace Apex.Domain.Recovery;

/// <summary>What one signal contributes: a sub-score, or the reason why not.</summary>
internal sealed record SignalScore
{
    /// <summary>0-100.</summary>
    public double? Sub { get; init; }

    /// <summary>Such as hrv_missing; null with a sub-score.</summary>
    public string? Reason { get; init; }

    public bool IsCalibrating { get; init; }

    public double? Z { get; init; }

    public double? TrendZ { get; init; }

    /// <summary>Today minus the baseline mean, in the signal's unit.</summary>
    public double? Delta { get; init; }

    /// <summary>Nights in D-60..D-1.</summary>
    public int? Nights { get; init; }

    public static SignalScore Without(string reason) => new() { Reason = reason };
}
