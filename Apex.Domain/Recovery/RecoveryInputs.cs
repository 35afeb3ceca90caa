using Apex.Domain.Metrics;

namespace Apex.Domain.Recovery;

/// <summary>What a day's score needs. Histories hold values of the same user, same source and (HRV) same kind as today's.</summary>
public sealed record RecoveryInputs
{
    public double? HrvMs { get; init; }

    public HrvKind? HrvKind { get; init; }

    public double? RestingHrBpm { get; init; }

    public double? SleepHours { get; init; }

    public double? SleepEfficiency { get; init; }

    /// <summary>Hours, 6-10.</summary>
    public double SleepNeedHours { get; init; } = 7.5;

    public bool IsProvisionalSleep { get; init; }

    public IReadOnlyList<HistoryValue> HrvHistory { get; init; } = [];

    public IReadOnlyList<HistoryValue> RestingHrHistory { get; init; } = [];
}

/// <summary>One earlier day's value.</summary>
/// <param name="DayOffset">Days before the scored day, negative: -1 is yesterday. Outside -60..-1 it is ignored.</param>
public readonly record struct HistoryValue(int DayOffset, double Value);
