using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Domain.Merging;

/// <summary>What one stream can say about a signal group of a day.</summary>
/// <param name="Record">The record behind the value.</param>
/// <param name="Completeness">Higher is better; see <see cref="CompletenessRank"/>.</param>
/// <param name="IsComplete">Good enough for a preferred source to win outright.</param>
internal sealed record Offer<T>(SourceRecord Record, T Value, int Completeness = 0, bool IsComplete = true)
{
    public SourceStream Stream { get; } = SourceStream.Of(Record);

    public Origin Origin => new(Record.Source, Record.Via, Record.ConnectionId, Record.ExternalId);
}
