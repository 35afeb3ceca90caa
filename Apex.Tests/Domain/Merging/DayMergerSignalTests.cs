using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using static Apex.Tests.Domain.Merging.RecordBuilder;

namespace Apex.Tests.Domain.Merging;

/// <summary>Everything but the sleep package.</summary>
public sealed class DayMergerSignalTests
{
    [Fact]
    public void Merge_HrvAndRestingHr_FollowTheSleepSource()
    {
        var merged = Merge(
            Sleep(SourceId.Oura, Night).WithHeart(60, 50),
            Sleep(SourceId.Garmin, Night, receivedMin: 5),
            Hrv(SourceId.Garmin, 44),
            OfDay(SourceId.Garmin, new() { RestingHrBpm = 56 }));

        Assert.Equal((60, 50), (merged.Values.HrvAvgMs, merged.Values.RestingHrBpm));
    }

    [Fact]
    public void Merge_SleepFromGarmin_PairsWithGarminsHrvAndDayRecords()
    {
        var merged = Merge(
            Prefer(SignalGroup.Sleep, SourceId.Garmin),
            Sleep(SourceId.Oura, Night).WithHeart(60, 50),
            Sleep(SourceId.Garmin, Night),
            Hrv(SourceId.Garmin, 44),
            OfDay(SourceId.Garmin, new() { RestingHrBpm = 56 }));

        Assert.Equal((44, 56), (merged.Values.HrvAvgMs, merged.Values.RestingHrBpm));
    }

    [Fact]
    public void Merge_SleepSourceWithoutHrv_AnotherSourceLendsItWithItsName()
    {
        var merged = Merge(Sleep(SourceId.Oura, Night), Sleep(SourceId.Whoop, Night).WithHeart(58, 51));

        Assert.Equal(
            (SourceId.Oura, SourceId.Whoop, 58),
            (merged.Origins[SignalGroup.Sleep].Source, merged.Origins[SignalGroup.Hrv].Source, merged.Values.HrvAvgMs));
    }

    [Fact]
    public void Merge_PreferredHrvSource_BeatsTheSleepSource() =>
        Assert.Equal(
            44,
            Merge(Prefer(SignalGroup.Hrv, SourceId.Garmin), Sleep(SourceId.Oura, Night).WithHeart(60, 50), Hrv(SourceId.Garmin, 44)).Values.HrvAvgMs);

    [Fact]
    public void Merge_StepsOfManySources_OneSourcesNewestRecordNeverASum()
    {
        var merged = Merge(
            OfDay(SourceId.AppleHealth, new() { Steps = 9000 }),
            OfDay(SourceId.Garmin, new() { Steps = 4000 }, id: "old"),
            OfDay(SourceId.Garmin, new() { Steps = 7000 }, id: "new") with { Version = new(true, 2, 1) });

        Assert.Equal((7000, SourceId.Garmin), (merged.Values.Steps, merged.WearableSource));
    }

    [Fact]
    public void Merge_StepsOfTheDaysAround_StayThere() =>
        Assert.Null(Merge(OfDay(SourceId.Garmin, new() { Steps = 4000 }) with { Day = Day.AddDays(-1) }).Values.Steps);

    [Fact]
    public void Merge_WhoopStrain_IsTakenAsItIs() =>
        Assert.Equal((12.34, "whoop"), StrainOf(OfDay(SourceId.Whoop, new() { VendorStrain = 12.34 }), OfDay(SourceId.Garmin, new() { ModerateMinutes = 40 })));

    [Fact]
    public void Merge_ActivityMinutes_GiveStrain() =>
        Assert.Equal(
            (10.39, "activity_minutes"),
            StrainOf(OfDay(SourceId.Garmin, new() { ModerateMinutes = 40, VigorousMinutes = 10, Steps = 10_000 })));

    [Fact]
    public void Merge_OnlySteps_GiveStrain() =>
        Assert.Equal((6.69, "steps"), StrainOf(OfDay(SourceId.Garmin, new() { Steps = 10_000 })));

    [Fact]
    public void Merge_NothingMeasured_StrainIsNullNotZero() =>
        Assert.Equal((null, null), StrainOf(OfDay(SourceId.Garmin, new() { RestingHrBpm = 50 })));

    private static (double?, string?) StrainOf(params SourceRecord[] records)
    {
        var values = Merge(records).Values;
        return (values.StrainScore, values.StrainSource);
    }

    private static MergedDay Merge(params SourceRecord[] records) => Merge(MergePreferences.None, records);

    private static MergedDay Merge(MergePreferences prefs, params SourceRecord[] records) => DayMerger.Merge(Day, Zone, records, prefs);

    private static MergePreferences Prefer(SignalGroup group, SourceId source) =>
        new() { Preferred = new Dictionary<SignalGroup, SourceId> { [group] = source } };
}
