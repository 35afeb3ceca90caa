using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Sleep;
using FsCheck;
using FsCheck.Fluent;

namespace Apex.Tests.Domain.Merging;

public sealed class DayMergerProperties
{
    private static readonly Config ManySets = Config.QuickThrowOnFailure.WithMaxTest(400);

    /// <summary>Never generated, and behind all that are.</summary>
    private static readonly SourceId LowestSource = SourceId.Aggregator;

    [Fact]
    public void Merge_AnyInputOrder_SameDay() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Shuffled, sets => Text(Merge(sets.Set)) == Text(Merge(sets.Shuffled))));

    [Fact]
    public void Merge_RecordsRepeated_SameDay() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Shuffled, sets => Text(Merge(sets.Set)) == Text(Merge([.. sets.Set, .. sets.Shuffled]))));

    [Fact]
    public void Merge_LowerRankedSourceLater_ChangesNothing() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Any, set =>
        {
            var merged = Merge(set);
            var later = Later(set, merged);
            return Text(merged) == Text(Merge([.. set, .. later]));
        }));

    [Fact]
    public void Merge_SleepPackage_IsWhatItsSourceAloneSays() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Any, set =>
        {
            var merged = Merge(set);
            return merged.Origins.GetValueOrDefault(SignalGroup.Sleep) is not { Via: null } origin
                || Package(merged) == Package(Merge(set.Where(record => Stream(record) == (origin.Source, origin.Via, origin.ConnectionId))));
        }));

    [Fact]
    public void Merge_EveryOtherValue_IsThatOfTheRecordItNames() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Any, set =>
        {
            var merged = Merge(set);
            RecordValues? Named(SignalGroup group) => merged.Origins.TryGetValue(group, out var origin) ? NewestOf(set, origin, group).Values : null;
            return merged.Values.Steps == Named(SignalGroup.Steps)?.Steps
                && merged.Values.HrvAvgMs == Named(SignalGroup.Hrv)?.HrvMs
                && merged.Values.HrvKind == Named(SignalGroup.Hrv)?.HrvKind
                && merged.Values.RestingHrBpm == Named(SignalGroup.RestingHr)?.RestingHrBpm
                && merged.Values.ActivityMinutes == Named(SignalGroup.Activity)?.ModerateMinutes;
        }));

    [Fact]
    public void AffectedDays_RecordRemoved_NamesEveryDayThatChanges() =>
        Check.One(ManySets, Prop.ForAll(RecordSets.Any, set =>
        {
            var records = set.DistinctBy(record => (record.ConnectionId, record.Type, record.ExternalId)).ToArray();
            return records.All(removed =>
            {
                SourceRecord[] rest = [.. records.Except([removed])];
                var affected = DayMerger.AffectedDays(removed, null, rest, RecordBuilder.Zone);
                return Enumerable.Range(-3, 7).Select(RecordBuilder.Day.AddDays).All(day =>
                    affected.Contains(day) || Text(MergeNear(day, records)) == Text(MergeNear(day, rest)));
            });
        }));

    private static MergedDay Merge(IEnumerable<SourceRecord> records) =>
        DayMerger.Merge(RecordBuilder.Day, RecordBuilder.Zone, [.. records], MergePreferences.None);

    /// <summary>As the store asks: with the records of the day and the two around it.</summary>
    private static MergedDay MergeNear(DateOnly day, SourceRecord[] records) =>
        DayMerger.Merge(
            day,
            RecordBuilder.Zone,
            [.. records.Where(record => Math.Abs(record.Day.DayNumber - day.DayNumber) <= 1)],
            MergePreferences.None);

    private static IEnumerable<SourceRecord> Later(SourceRecord[] set, MergedDay merged)
    {
        if (merged.Values.Steps is not null)
        {
            yield return RecordBuilder.OfDay(LowestSource, new() { Steps = 149_000 }, receivedMin: 6000);
        }

        if (merged.Origins.GetValueOrDefault(SignalGroup.Sleep) is { } origin)
        {
            var main = MainOf(set, origin);
            yield return RecordBuilder.Sleep(
                LowestSource,
                new() { StartUtc = main.StartUtc, EndUtc = main.EndUtc, EndOffsetMin = main.EndOffsetMin, VendorAsleepMin = main.InBedMin, Tentative = true },
                receivedMin: 5001);
        }
    }

    /// <summary>The window of the winning night, from the winner's own records.</summary>
    private static NormalizedSleep MainOf(SourceRecord[] set, Origin origin)
    {
        var named = NewestOf(set, origin, SignalGroup.Sleep).Values.Sleep!;
        return ((SleepNormalization.Accepted)SleepNormalizer.Normalize(named)).Sleep;
    }

    private static SourceRecord NewestOf(SourceRecord[] set, Origin origin, SignalGroup group) =>
        set.Where(record => Stream(record) == (origin.Source, origin.Via, origin.ConnectionId) && record.ExternalId == origin.ExternalId)
            .Where(record => Holds(record, group))
            .OrderByDescending(record => record.Version)
            .First();

    private static bool Holds(SourceRecord record, SignalGroup group) => group switch
    {
        SignalGroup.Sleep => record.Type is RecordType.Sleep,
        SignalGroup.Hrv => record.Type is RecordType.Sleep or RecordType.Hrv,
        SignalGroup.RestingHr => record.Type is RecordType.Sleep or RecordType.Day,
        _ => record.Type is RecordType.Day,
    };

    private static (SourceId, string?, Guid) Stream(SourceRecord record) => (record.Source, record.Via, record.ConnectionId);

    private static DayValues Package(MergedDay day) => day.Values with
    {
        HrvAvgMs = null,
        HrvKind = null,
        RestingHrBpm = null,
        Steps = null,
        ActivityMinutes = null,
        StrainScore = null,
        StrainSource = null,
    };

    private static string Text(MergedDay day) =>
        $"{day.Day} {day.Values} {day.WearableSource} {string.Join(';', day.Origins.OrderBy(entry => entry.Key))}";
}
