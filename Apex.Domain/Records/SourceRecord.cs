using Apex.Domain.Metrics;

namespace Apex.Domain.Records;

/// <summary>The newest known version of one vendor record. Days are pure functions of the set of these.</summary>
public sealed record SourceRecord
{
    public required SourceId Source { get; init; }

    /// <summary>The aggregator it came through, or null.</summary>
    public string? Via { get; init; }

    /// <summary>Stable identity of the connection that delivered it; part of the record's key.</summary>
    public required Guid ConnectionId { get; init; }

    public required RecordType Type { get; init; }

    /// <summary>The vendor's id, or the start instant where there is none.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The wearer's local day this record counts for (sleep: the day it ended).</summary>
    public required DateOnly Day { get; init; }

    public required RecordVersion Version { get; init; }

    public required DateTimeOffset FirstReceivedAt { get; init; }

    /// <summary>A tombstone: the vendor deleted it. It still blocks older versions.</summary>
    public bool Deleted { get; init; }

    public required RecordValues Values { get; init; }
}
