using Apex.Domain.Metrics;

namespace Apex.Domain.Plausibility;

/// <summary>Hard limits reject, soft limits flag; both ends belong to the range (science 2).</summary>
public sealed record Limits(double HardMin, double HardMax, double SoftMin, double SoftMax)
{
    /// <summary>ms; Nunan 2010 in Shaffer and Ginsberg 2017, athletes to about 180.</summary>
    public static readonly Limits HrvRmssdMs = new(1, 300, 8, 200);

    public static readonly Limits HrvSdnnMs = new(1, 300, 10, 220);

    /// <summary>Personal means run from 39.7 to 108.6 bpm in 92 457 adults (Quer 2020).</summary>
    public static readonly Limits RestingHrBpm = new(25, 130, 35, 110);

    /// <summary>Of the main sleep.</summary>
    public static readonly Limits SleepHours = new(1, 18, 2.5, 12);

    public static readonly Limits EfficiencyPercent = new(20, 100, 60, 98);

    public static readonly Limits LatencyMin = new(0, 240, 0, 90);

    public static readonly Limits RemPercent = new(0, 60, 5, 40);

    public static readonly Limits DeepPercent = new(0, 60, 3, 40);

    public static readonly Limits Steps = new(0, 150_000, 0, 60_000);

    public static readonly Limits ActivityMin = new(0, 1440, 0, 600);

    public static readonly Limits StrainScore = new(0, 21, 0, 21);

    /// <summary>All sleep of a date, naps included; hours.</summary>
    public const double MaxSleepHoursPerDay = 20;

    public static Limits Hrv(HrvKind? kind) => kind is HrvKind.SdnnSpot or HrvKind.SdnnNight ? HrvSdnnMs : HrvRmssdMs;

    /// <summary>False for NaN.</summary>
    public bool Allows(double value) => value >= HardMin && value <= HardMax;

    public bool IsSuspect(double value) => !(value >= SoftMin && value <= SoftMax);

    /// <summary>The value, or null outside the hard limits.</summary>
    public double? Keep(double? value) => value is { } number && Allows(number) ? number : null;
}
