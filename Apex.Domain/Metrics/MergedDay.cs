namespace Apex.Domain.Metrics;

/// <summary>A day's merged values and, per group that has one, the origin.</summary>
/// <param name="WearableSource">Source of the sleep package, else of HRV or RHR, else of steps; null for an empty day.</param>
public sealed record MergedDay(
    DateOnly Day,
    DayValues Values,
    IReadOnlyDictionary<SignalGroup, Origin> Origins,
    SourceId? WearableSource);
