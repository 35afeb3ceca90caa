namespace Apex.Domain.Metrics;

/// <summary>Where a signal group's value of a day came from.</summary>
/// <param name="Via">The aggregator it came through, or null.</param>
/// <param name="ConnectionId">With <paramref name="ExternalId"/> the key of the record behind the value.</param>
/// <param name="ExternalId">The vendor's id of the record.</param>
public sealed record Origin(SourceId Source, string? Via, Guid ConnectionId, string ExternalId);
