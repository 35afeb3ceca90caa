namespace Apex.Infrastructure.Storage.Rows;

/// <summary>The one row per person and day.</summary>
internal sealed class DailyMetricsRow
{
    public long Id { get; set; }

    public Guid UserId { get; set; }

    public DateOnly Date { get; set; }

    public double? SleepDurationHours { get; set; }

    public double? SleepEfficiency { get; set; }

    public double? SleepOnsetMinutes { get; set; }

    public double? RemPercentage { get; set; }

    public double? DeepPercentage { get; set; }

    public double? LightPercentage { get; set; }

    public double? AwakePercentage { get; set; }

    public double? HrvAvg { get; set; }

    public string? HrvKind { get; set; }

    public double? RhrAvg { get; set; }

    public double? RecoveryScore { get; set; }

    public int? Steps { get; set; }

    public double? ActivityMinutes { get; set; }

    public double? StrainScore { get; set; }

    public string? StrainSource { get; set; }

    public double? NapMinutes { get; set; }

    /// <summary>Unix ms of the measured wake.</summary>
    public long? WakeAt { get; set; }

    public bool IsProvisionalSleep { get; set; }

    public string? WearableSource { get; set; }

    /// <summary>When the newest value of the row became available.</summary>
    public long SyncedAt { get; set; }

    /// <summary>Origin per signal group as JSON.</summary>
    public required string Origins { get; set; }

    /// <summary>RecoveryResult as JSON, or null.</summary>
    public string? Recovery { get; set; }

    public string? InputsHash { get; set; }

    /// <summary>The score before the last change a person would see, and when it changed.</summary>
    public double? PreviousScore { get; set; }

    public long? ScoreChangedAt { get; set; }

    public long Revision { get; set; }
}
