using Apex.Domain.Metrics;
using Apex.Domain.Recovery;

namespace Apex.Infrastructure.Reading;

/// <summary>One person's day as programs and pages see it. Null: nobody measured it.</summary>
public sealed record DailyMetricsView
{
    public required Guid UserId { get; init; }

    /// <summary>The person's local day.</summary>
    public required DateOnly Date { get; init; }

    public double? SleepDurationHours { get; init; }

    /// <summary>0-100.</summary>
    public double? SleepEfficiency { get; init; }

    /// <summary>Minutes from going to bed to falling asleep.</summary>
    public double? SleepOnsetMinutes { get; init; }

    /// <summary>Percent of staged sleep, as for deep and light.</summary>
    public double? RemPercentage { get; init; }

    public double? DeepPercentage { get; init; }

    public double? LightPercentage { get; init; }

    /// <summary>Percent of time in bed.</summary>
    public double? AwakePercentage { get; init; }

    /// <summary>Milliseconds; <see cref="HrvKind"/> says of what.</summary>
    public double? HrvAvg { get; init; }

    public HrvKind? HrvKind { get; init; }

    /// <summary>Beats per minute.</summary>
    public double? RhrAvg { get; init; }

    /// <summary>0-100; <see cref="Recovery"/> explains it.</summary>
    public double? RecoveryScore { get; init; }

    public int? Steps { get; init; }

    public double? ActivityMinutes { get; init; }

    /// <summary>0-21.</summary>
    public double? StrainScore { get; init; }

    /// <summary>whoop, hr_zones, activity_minutes or steps.</summary>
    public string? StrainSource { get; init; }

    public double? NapMinutes { get; init; }

    /// <summary>The measured wake.</summary>
    public DateTimeOffset? WakeAt { get; init; }

    /// <summary>The vendor may still correct the night.</summary>
    public bool IsProvisionalSleep { get; init; }

    public string? WearableSource { get; init; }

    /// <summary>When the newest value of the day became available.</summary>
    public required DateTimeOffset SyncedAt { get; init; }

    /// <summary>Where each signal's value came from, by <see cref="SignalNames"/>.</summary>
    public required IReadOnlyDictionary<string, OriginView> Origins { get; init; }

    public RecoveryResult? Recovery { get; init; }

    /// <summary>The score a person may have seen before, and when it changed.</summary>
    public double? PreviousScore { get; init; }

    public DateTimeOffset? ScoreChangedAt { get; init; }

    /// <summary>Raised by every change of the day.</summary>
    public required long Revision { get; init; }
}

/// <param name="Via">The aggregator it came through, or null.</param>
/// <param name="ExternalId">The vendor's id of the record.</param>
public sealed record OriginView(string Source, string? Via, Guid ConnectionId, string ExternalId);
