using System.Data.Common;
using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Domain.Recovery;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>A stored day as lists show it. Null: nobody measured it.</summary>
public sealed record DayGlance
{
    public required Guid UserId { get; init; }

    public required DateOnly Date { get; init; }

    public required DateTimeOffset SyncedAt { get; init; }

    public double? SleepHours { get; init; }

    public bool IsProvisionalSleep { get; init; }

    public double? HrvMs { get; init; }

    public HrvKind? HrvKind { get; init; }

    public double? RestingHrBpm { get; init; }

    public int? Steps { get; init; }

    public double? Score { get; init; }

    public RecoveryResult? Recovery { get; init; }

    /// <summary>The score somebody may have seen before, and when it changed.</summary>
    public double? PreviousScore { get; init; }

    public DateTimeOffset? ScoreChangedAt { get; init; }

    public string? WearableSource { get; init; }

    public SourceId? HrvSource { get; init; }

    public SourceId? RestingHrSource { get; init; }

    public required long Revision { get; init; }

    /// <summary>For a table named d; read by <see cref="Read"/> from column 0 on.</summary>
    internal const string Columns = """
        d.user_id, d.date, d.synced_at, d.sleep_duration_hours, d.is_provisional_sleep, d.hrv_avg, d.hrv_kind, d.rhr_avg, d.steps, d.recovery_score, d.recovery,
        d.previous_score, d.score_changed_at, d.wearable_source, d.origins, d.revision
        """;

    internal const int ColumnCount = 16;

    internal static DayGlance Read(DbDataReader reader)
    {
        var origins = JsonSerializer.Deserialize(reader.GetString(14), StoredJson.Default.DictionarySignalGroupOrigin) ?? [];
        return new()
        {
            UserId = reader.GetGuid(0),
            Date = reader.Date(1),
            SyncedAt = reader.Instant(2),
            SleepHours = reader.DoubleOrNull(3),
            IsProvisionalSleep = reader.GetBoolean(4),
            HrvMs = reader.DoubleOrNull(5),
            HrvKind = reader.TextOrNull(6) is { } kind ? Enum.Parse<HrvKind>(kind) : null,
            RestingHrBpm = reader.DoubleOrNull(7),
            Steps = reader.IntOrNull(8),
            Score = reader.DoubleOrNull(9),
            Recovery = reader.TextOrNull(10) is { } recovery ? JsonSerializer.Deserialize(recovery, StoredJson.Default.RecoveryResult) : null,
            PreviousScore = reader.DoubleOrNull(11),
            ScoreChangedAt = reader.InstantOrNull(12),
            WearableSource = reader.TextOrNull(13),
            HrvSource = origins.GetValueOrDefault(SignalGroup.Hrv)?.Source,
            RestingHrSource = origins.GetValueOrDefault(SignalGroup.RestingHr)?.Source,
            Revision = reader.GetInt64(15),
        };
    }
}
