using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Time;

namespace Apex.Domain.Merging;

/// <summary>The merged day as a pure function of the set of records (science 3.3 - 3.6): whatever their order, however often they are given.</summary>
public static class DayMerger
{
    /// <summary>Until 12:00 local of the next day a better source may still take over.</summary>
    private const int ClosesAtMinuteOfNextDay = 12 * 60;

    /// <param name="records">All records of one person of the days D-1 to D+1, tombstones included, in any order.</param>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static MergedDay Merge(DateOnly day, string zone, IReadOnlyList<SourceRecord> records, MergePreferences prefs)
    {
        HysteresisFold fold = new(day, zone, LocalDays.ToUtcLenient(day.AddDays(1), ClosesAtMinuteOfNextDay, zone), LiveOnce(records));
        var sleep = fold.Run(SignalGroup.Sleep, prefs.For(SignalGroup.Sleep), known => known.Sleep(), SleepTakeover.IsBetter);
        return new DaySelection
        {
            Sleep = sleep,
            NapMin = NapMin(fold.All, sleep),
            Hrv = FollowSleep(SignalGroup.Hrv, known => known.Hrv()),
            RestingHr = FollowSleep(SignalGroup.RestingHr, known => known.RestingHr()),
            Steps = fold.Run(SignalGroup.Steps, prefs.For(SignalGroup.Steps), known => known.Steps()),
            Activity = fold.Run(SignalGroup.Activity, prefs.For(SignalGroup.Activity), known => known.Activity()),
            Strain = fold.Run(SignalGroup.Strain, prefs.For(SignalGroup.Strain), known => known.Strain()),
        }.ToMergedDay(day);

        Offer<T>? FollowSleep<T>(SignalGroup group, Func<DayRecords, IReadOnlyList<Offer<T>>> offersOf) =>
            SleepFollower.Choose(fold, group, prefs.For(group), sleep?.Stream, offersOf);
    }

    /// <summary>The days whose merge can change when a record changes from <paramref name="before"/> to <paramref name="after"/>.</summary>
    /// <param name="before">The stored record, or null when it is new.</param>
    /// <param name="after">The record to store, or null when it goes away.</param>
    /// <param name="neighbours">The person's records of the days around both.</param>
    public static IReadOnlySet<DateOnly> AffectedDays(
        SourceRecord? before, SourceRecord? after, IReadOnlyList<SourceRecord> neighbours, string zone) =>
        Merging.AffectedDays.Of(before, after, neighbours, zone);

    /// <summary>Each record in its newest version; deleted ones say nothing.</summary>
    private static List<SourceRecord> LiveOnce(IReadOnlyList<SourceRecord> records) =>
        [.. records
            .GroupBy(record => (record.ConnectionId, record.Type, record.ExternalId))
            .Select(copies => copies.OrderByDescending(copy => copy.Version).ThenByDescending(copy => copy.Deleted).First())
            .Where(record => !record.Deleted)];

    /// <summary>Naps of the source of the night; without a night, of the source with most.</summary>
    private static double? NapMin(DayRecords known, Offer<Night>? sleep)
    {
        var naps = known.Nights
            .Where(night => sleep is null || night.Stream == sleep.Stream)
            .Select(night => night.NapMin)
            .DefaultIfEmpty()
            .Max();
        return naps > 0 ? naps : null;
    }
}
