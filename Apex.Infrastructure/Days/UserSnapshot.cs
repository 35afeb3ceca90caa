using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Wake;

namespace Apex.Infrastructure.Days;

/// <summary>What a merge works from. <see cref="DataVersion"/> is read first: when the store finds it unchanged, nothing below has changed either.</summary>
internal sealed record UserSnapshot
{
    public required Guid UserId { get; init; }

    public required long DataVersion { get; init; }

    public required string TimeZone { get; init; }

    public required double SleepNeedHours { get; init; }

    public UsualWake UsualWake { get; init; }

    public required MergePreferences Preferences { get; init; }

    public required IReadOnlyList<UserConnection> Connections { get; init; }

    /// <summary>Stored copies of the incoming records, by key.</summary>
    public required IReadOnlyDictionary<RecordKey, SourceRecord> Known { get; init; }

    /// <summary>All records from the day before the first affected day to the day after the last.</summary>
    public required IReadOnlyList<SourceRecord> Window { get; init; }

    /// <summary>Stored source days of the window's range.</summary>
    public required IReadOnlyDictionary<SourceDayKey, SourceDayValue> SourceDays { get; init; }

    /// <summary>HRV and resting HR per source and day over the 60 days before the window and up to its end.</summary>
    public required BaselineHistory History { get; init; }

    public required IReadOnlyDictionary<DateOnly, StoredDaily> Daily { get; init; }

    public required IReadOnlyDictionary<SignalGroup, StoredFreshness> Freshness { get; init; }

    public required DateOnly? LastDay { get; init; }
}

internal readonly record struct RecordKey(Guid ConnectionId, RecordType Type, string ExternalId);

internal readonly record struct SourceDayKey(DateOnly Day, SourceId Source, SignalGroup Group);

internal readonly record struct SourceDayValue(double Value, string? Kind);

internal readonly record struct SourceDay(SourceDayKey Key, SourceDayValue Value);

internal sealed record UserConnection(Guid Id, string Provider, string Status, string? StatusCause, DateTimeOffset? DelayedSince, string? DelayCause);

/// <summary>The stored row as far as a new one is compared with it.</summary>
internal sealed record StoredDaily(DayValues Values, double? RecoveryScore, string? InputsHash, string Origins, string? WearableSource, long Revision);

/// <summary>What is known of a signal's newest datum.</summary>
/// <param name="State">As it was judged last.</param>
internal sealed record StoredFreshness(DateOnly? NewestDay, Domain.Freshness.FreshnessInstants Instants, string State = "");
