namespace Apex.Domain.Metrics;

/// <summary>What the records of one local day say, merged per signal group. Null: nobody measured it.</summary>
public sealed record DayValues
{
    public double? SleepDurationHours { get; init; }

    /// <summary>0-100, always 100 * asleep / in bed.</summary>
    public double? SleepEfficiency { get; init; }

    /// <summary>Latency: minutes from going to bed to falling asleep.</summary>
    public double? SleepOnsetMinutes { get; init; }

    /// <summary>Percent of staged sleep, not of time in bed.</summary>
    public double? RemPercentage { get; init; }

    public double? DeepPercentage { get; init; }

    public double? LightPercentage { get; init; }

    /// <summary>Percent of time in bed.</summary>
    public double? AwakePercentage { get; init; }

    public double? HrvAvgMs { get; init; }

    public HrvKind? HrvKind { get; init; }

    public double? RestingHrBpm { get; init; }

    public int? Steps { get; init; }

    public double? ActivityMinutes { get; init; }

    /// <summary>0-21 (science 7.2).</summary>
    public double? StrainScore { get; init; }

    /// <summary>whoop, hr_zones, activity_minutes or steps.</summary>
    public string? StrainSource { get; init; }

    /// <summary>Minutes asleep outside the main sleep.</summary>
    public double? NapMinutes { get; init; }

    /// <summary>End of the main sleep: the measured wake.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The main sleep is still tentative.</summary>
    public bool IsProvisionalSleep { get; init; }
}
