using Apex.Domain.Metrics;

namespace Apex.Domain.Recovery;

/// <summary>Chooses the histories a day is compared with: same source and, for HRV, same kind. Values of others never share a baseline (science 1.8).</summary>
public static class RecoveryInputsBuilder
{
    /// <param name="earlier">Stored days in any order; those outside D-60..D-1 are left out.</param>
    public static RecoveryInputs Build(
        DateOnly day,
        DayValues today,
        IReadOnlyDictionary<SignalGroup, Origin> origins,
        IReadOnlyList<StoredDay> earlier,
        double sleepNeedHours)
    {
        var hrvSource = origins.GetValueOrDefault(SignalGroup.Hrv)?.Source;
        var restingHrSource = origins.GetValueOrDefault(SignalGroup.RestingHr)?.Source;
        return new()
        {
            HrvMs = today.HrvAvgMs,
            HrvKind = today.HrvKind,
            RestingHrBpm = today.RestingHrBpm,
            SleepHours = today.SleepDurationHours,
            SleepEfficiency = today.SleepEfficiency,
            SleepNeedHours = sleepNeedHours,
            IsProvisionalSleep = today.IsProvisionalSleep,
            HrvHistory = today.HrvAvgMs is null || hrvSource is null
                ? []
                : History(day, earlier, stored => stored.HrvSource == hrvSource && stored.Kind == today.HrvKind ? stored.HrvMs : null),
            RestingHrHistory = today.RestingHrBpm is null || restingHrSource is null
                ? []
                : History(day, earlier, stored => stored.RestingHrSource == restingHrSource ? stored.RestingHrBpm : null),
        };
    }

    private static List<HistoryValue> History(DateOnly day, IReadOnlyList<StoredDay> earlier, Func<StoredDay, double?> valueOf) =>
        [.. from stored in earlier
            let offset = stored.Day.DayNumber - day.DayNumber
            let value = valueOf(stored)
            where offset is >= -Baseline.WindowDays and <= -1 && value is not null
            orderby offset descending
            select new HistoryValue(offset, value.Value)];
}
