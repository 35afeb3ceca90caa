using Apex.Domain.Metrics;

namespace Apex.Domain.Recovery;

/// <summary>One stored earlier day as far as baselines need it.</summary>
public sealed record StoredDay(
    DateOnly Day, double? HrvMs, HrvKind? Kind, SourceId? HrvSource, double? RestingHrBpm, SourceId? RestingHrSource);
