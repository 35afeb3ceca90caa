namespace Apex.Domain.Freshness;

/// <summary>What the clock alone says.</summary>
/// <param name="NextChangeAt">The first instant at which it says something else.</param>
internal readonly record struct TimeVerdict(FreshnessState State, DateTimeOffset? DueAt, DateTimeOffset? NextChangeAt);
