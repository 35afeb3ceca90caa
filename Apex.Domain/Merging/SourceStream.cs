using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Domain.Merging;

/// <summary>One device's data as it reaches us on one way. Values of two streams are never mixed inside a signal group.</summary>
internal readonly record struct SourceStream(SourceId Source, string? Via, Guid ConnectionId)
{
    public bool IsDirect => Via is null;

    public static SourceStream Of(SourceRecord record) => new(record.Source, record.Via, record.ConnectionId);
}
