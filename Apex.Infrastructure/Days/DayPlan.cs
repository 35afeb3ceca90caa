using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Recovery;

namespace Apex.Infrastructure.Days;

/// <summary>Everything a store will write for one person, computed before the transaction opens.</summary>
internal sealed class DayPlan
{
    public List<PlannedRecord> Records { get; } = [];

    public List<(SourceDayKey Key, SourceDayValue? Value)> SourceDays { get; } = [];

    public List<PlannedDay> Days { get; } = [];

    public Dictionary<SignalGroup, PlannedFreshness> Freshness { get; } = [];

    /// <summary>Something of this person was late, waiting or cut off: whether it still is has to be looked at once this is stored.</summary>
    public bool EndsTrouble { get; set; }

    /// <summary>HRV, resting HR or sleep changed on a day that has later days: their scores may rest on it.</summary>
    public bool RaisesDerive { get; set; }

    public bool IsEmpty => Records.Count == 0 && Days.Count == 0;
}

/// <param name="IsNewVersion">False: an older copy only moved the first receipt; run and raw payload stay those of the values.</param>
internal sealed record PlannedRecord(SourceRecord Record, byte[]? RawSha256, bool IsNewVersion);

/// <param name="Before">The stored row, or null when the day is new.</param>
internal sealed record PlannedDay(DateOnly Day, MergedDay Merged, string Origins, RecoveryResult Recovery, double? Score, string InputsHash, StoredDaily? Before);

/// <param name="NewestDay">Null: the group's newest day has lost its value, the store looks for the day before.</param>
/// <param name="Inputs">What the verdict is made from at the store; null: somebody has to look.</param>
internal sealed record PlannedFreshness(DateOnly? NewestDay, StoredFreshness Stored, FreshnessInputs? Inputs = null);
