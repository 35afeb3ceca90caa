using Apex.Domain.Freshness;
using Apex.Domain.Metrics;

namespace Apex.Infrastructure.Freshness;

/// <summary>How fresh one signal of one person is at the instant it was asked, and what happens next.</summary>
/// <param name="Inferred">The cause is concluded from others' data, not measured.</param>
/// <param name="Owner">Whose doing a lateness is.</param>
/// <param name="NewestDay">The local day of the newest stored value.</param>
/// <param name="AgeText">Age of the data in words, from the event; null without data.</param>
/// <param name="DataThrough">How far the data reaches.</param>
/// <param name="DueAt">When the next value is (or was) due.</param>
/// <param name="NextChangeAt">When the state can change by time alone.</param>
/// <param name="Provider">The connection the sentence speaks of, or null.</param>
/// <param name="WhatNext">A plain sentence; clock times are in the person's zone.</param>
public sealed record SignalFreshnessView(
    SignalGroup Signal,
    FreshnessState State,
    FreshnessCause Cause,
    bool Inferred,
    CauseOwner Owner,
    DateOnly? NewestDay,
    string? AgeText,
    DateTimeOffset? DataThrough,
    DateTimeOffset? DueAt,
    DateTimeOffset? NextChangeAt,
    string? Provider,
    string WhatNext);

/// <summary>All signals of one person.</summary>
public sealed record PersonFreshness(Guid UserId, string DisplayName, string TimeZone, IReadOnlyList<SignalFreshnessView> Signals);
