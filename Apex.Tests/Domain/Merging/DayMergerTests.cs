using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using static Apex.Tests.Domain.Merging.RecordBuilder;

namespace Apex.Tests.Domain.Merging;

public sealed class DayMergerTests
{
    /// <summary>Tuesday 12:00 local, in minutes after Monday 08:00.</summary>
    private const double ClosingMin = 28 * 60;

    [Fact]
    public void Merge_OneCompleteNight_FillsTheSleepPackage()
    {
        var merged = Merge(Sleep(SourceId.Oura, Night with { LatencyMin = 12 }).WithHeart(61.234, 52));

        Assert.Equal(
            new DayValues
            {
                SleepDurationHours = 7,
                SleepEfficiency = 87.5,
                SleepOnsetMinutes = 12,
                RemPercentage = 23.81,
                DeepPercentage = 19.05,
                LightPercentage = 57.14,
                AwakePercentage = 12.5,
                HrvAvgMs = 61.23,
                HrvKind = HrvKind.RmssdNight,
                RestingHrBpm = 52,
                WakeAt = At(-60),
            },
            merged.Values);
        Origin oura = new(SourceId.Oura, null, ConnectionOf(SourceId.Oura, null), "oura-night");
        Assert.Equal(
            [new(SignalGroup.Sleep, oura), new(SignalGroup.Hrv, oura), new(SignalGroup.RestingHr, oura)],
            merged.Origins.OrderBy(entry => entry.Key));
        Assert.Equal(SourceId.Oura, merged.WearableSource);
    }

    [Fact]
    public void Merge_NoRecords_IsAnEmptyDay()
    {
        var merged = Merge();

        Assert.Equal((new DayValues(), null), (merged.Values, merged.WearableSource));
        Assert.Empty(merged.Origins);
    }

    [Fact]
    public void Merge_EquallyCompleteSources_FixedOrderDecides() =>
        Assert.Equal(SourceId.Oura, SourceOf(SignalGroup.Sleep, Sleep(SourceId.Garmin, Night), Sleep(SourceId.Oura, Night), Sleep(SourceId.Whoop, Night)));

    [Fact]
    public void Merge_StagesAgainstNone_MoreCompleteSourceWins() =>
        Assert.Equal(SourceId.AppleHealth, SourceOf(SignalGroup.Sleep, Sleep(SourceId.Oura, Plain(-540, -60, 430)), Sleep(SourceId.AppleHealth, Night)));

    [Fact]
    public void Merge_RingDiedHalfway_SourceThatCoversTheNightWins() =>
        Assert.Equal(
            SourceId.Whoop,
            SourceOf(
                SignalGroup.Sleep,
                Sleep(SourceId.Oura, Night with { EndUtc = At(-300), InBedMin = 240, RemMin = 50, DeepMin = 50, LightMin = 100 }),
                Sleep(SourceId.Whoop, Night)));

    [Theory]
    [InlineData(ClosingMin - 1, "oura")]
    [InlineData(ClosingMin, "whoop")]
    [InlineData(ClosingMin + 1, "whoop")]
    public void Merge_BetterSourceLater_TakesOverUntilNoonOfTheNextDay(double receivedMin, string expected) =>
        Assert.Equal(
            new SourceId(expected),
            SourceOf(SignalGroup.Sleep, Sleep(SourceId.Whoop, Night, receivedMin: 0), Sleep(SourceId.Oura, Night, receivedMin: receivedMin)));

    /// <summary>One ring by two aggregators: nothing to choose between, so what stands stays.</summary>
    [Theory]
    [InlineData("terra", "rook")]
    [InlineData("rook", "terra")]
    public void Merge_EqualSourceLater_ReplacesNothing(string first, string second) =>
        Assert.Equal(
            first,
            Merge(Sleep(SourceId.Oura, Night, via: first), Sleep(SourceId.Oura, Night, receivedMin: 30, via: second)).Origins[SignalGroup.Sleep].Via);

    [Fact]
    public void Merge_StandingNightDeletedAfterClosing_NextBestTakesItsPlace() =>
        Assert.Equal(
            SourceId.Garmin,
            SourceOf(
                SignalGroup.Sleep,
                Sleep(SourceId.Whoop, Night) with { Deleted = true },
                Sleep(SourceId.Garmin, Night, receivedMin: ClosingMin + 500)));

    [Fact]
    public void Merge_PreferredSourceComplete_WinsOutright() =>
        Assert.Equal(
            SourceId.Fitbit,
            SourceOf(
                Prefer(SignalGroup.Sleep, SourceId.Fitbit),
                SignalGroup.Sleep,
                Sleep(SourceId.Oura, Night),
                Sleep(SourceId.Fitbit, Plain(-540, -60, 400), receivedMin: ClosingMin + 500)));

    [Fact]
    public void Merge_PreferredSourceOnlyTentative_DoesNotWin() =>
        Assert.Equal(
            SourceId.Oura,
            SourceOf(
                Prefer(SignalGroup.Sleep, SourceId.Garmin),
                SignalGroup.Sleep,
                Sleep(SourceId.Oura, Night),
                Sleep(SourceId.Garmin, Night with { Tentative = true })));

    [Fact]
    public void Merge_TentativeNight_IsProvisional() =>
        Assert.True(Merge(Sleep(SourceId.Garmin, Night with { Tentative = true })).Values.IsProvisionalSleep);

    [Fact]
    public void Merge_TentativeAndFinalUnderTwoIds_FinalStandsAndNothingIsAdded()
    {
        var merged = Merge(
            Sleep(SourceId.Garmin, Night with { Tentative = true, LightMin = 250 }, id: "tentative"),
            Sleep(SourceId.Garmin, Night, id: "final", receivedMin: 30));

        Assert.Equal((7, false), (merged.Values.SleepDurationHours, merged.Values.IsProvisionalSleep));
    }

    [Fact]
    public void Merge_RejectedSession_NeverReplacesAGoodNight() =>
        Assert.Equal(
            SourceId.HealthConnect,
            SourceOf(
                SignalGroup.Sleep,
                Sleep(SourceId.HealthConnect, Plain(-540, -60, 400)),
                Sleep(SourceId.Oura, Night with { LightMin = 400 })));

    [Fact]
    public void Merge_FragmentsOfOneSource_AreOneNightWithTheGapAwake()
    {
        var merged = Merge(
            Sleep(SourceId.Oura, Plain(-540, -330, 190), id: "first").WithHeart(50, 60),
            Sleep(SourceId.Oura, Plain(-305, -60, 225), id: "second").WithHeart(70, 50));

        Assert.Equal(
            new DayValues
            {
                SleepDurationHours = 6.92,
                SleepEfficiency = 86.46,
                AwakePercentage = 13.54,
                HrvAvgMs = 70,
                HrvKind = HrvKind.RmssdNight,
                RestingHrBpm = 50,
                WakeAt = At(-60),
            },
            merged.Values);
        Assert.Equal("oura-second", merged.Origins[SignalGroup.Sleep].ExternalId);
    }

    /// <summary>Ended Sunday 23:40, went on at 00:10: all of it is Monday's, none Sunday's.</summary>
    [Fact]
    public void Merge_FragmentBeforeMidnight_JoinsTheDayTheSleepEnds()
    {
        SourceRecord[] records =
            [Sleep(SourceId.Oura, Plain(-720, -500, 190), id: "first"), Sleep(SourceId.Oura, Plain(-470, -60, 390), id: "second")];

        Assert.Equal(9.67, Merge(records).Values.SleepDurationHours);
        Assert.Equal(new DayValues(), DayMerger.Merge(Day.AddDays(-1), Zone, records, MergePreferences.None).Values);
    }

    [Fact]
    public void Merge_Nap_IsKeptApart()
    {
        var merged = Merge(Sleep(SourceId.Oura, Night), Sleep(SourceId.Oura, Plain(300, 340, 35), id: "nap"));

        Assert.Equal((7, 35, At(-60)), (merged.Values.SleepDurationHours, merged.Values.NapMinutes, merged.Values.WakeAt));
    }

    [Fact]
    public void Merge_OnlyAShortSleep_IsNoMainSleepAndLendsNoHeartValues() =>
        Assert.Equal(
            new DayValues { NapMinutes = 120 },
            Merge(Sleep(SourceId.Oura, Plain(-240, -60, 120)).WithHeart(60, 50)).Values);

    /// <summary>Two devices saw two different sleeps that end on one date.</summary>
    [Fact]
    public void Merge_DifferentSleepsOfOneDate_LongerOneIsTheNight() =>
        Assert.Equal(
            SourceId.AppleHealth,
            SourceOf(
                SignalGroup.Sleep,
                Sleep(SourceId.Oura, Plain(300, 540, 200), receivedMin: 600),
                Sleep(SourceId.AppleHealth, Night, receivedMin: 700)));

    [Fact]
    public void Merge_VendorsOwnAfterItsEcho_BeatsTheEchoEvenAfterClosing()
    {
        var merged = Merge(
            Sleep(SourceId.Oura, Night with { LightMin = 200 }, id: "echo", via: "terra"),
            Sleep(SourceId.Oura, Night, id: "own", receivedMin: ClosingMin + 60));

        Assert.Equal((7, null), (merged.Values.SleepDurationHours, merged.Origins[SignalGroup.Sleep].Via));
    }

    [Fact]
    public void Merge_EchoAlone_Counts() =>
        Assert.Equal("terra", Merge(Sleep(SourceId.Oura, Night, via: "terra")).Origins[SignalGroup.Sleep].Via);

    [Fact]
    public void Merge_OlderVersionsAndTombstones_SayNothing() =>
        Assert.Null(Merge(
            OfDay(SourceId.Garmin, new() { Steps = 4000 }),
            OfDay(SourceId.Garmin, new()) with { Version = new(true, 2, 1), Deleted = true }).Values.Steps);

    private static SourceId SourceOf(SignalGroup group, params SourceRecord[] records) => SourceOf(MergePreferences.None, group, records);

    private static SourceId SourceOf(MergePreferences prefs, SignalGroup group, params SourceRecord[] records) =>
        Merge(prefs, records).Origins[group].Source;

    private static MergedDay Merge(params SourceRecord[] records) => Merge(MergePreferences.None, records);

    private static MergedDay Merge(MergePreferences prefs, params SourceRecord[] records) => DayMerger.Merge(Day, Zone, records, prefs);

    private static MergePreferences Prefer(SignalGroup group, SourceId source) =>
        new() { Preferred = new Dictionary<SignalGroup, SourceId> { [group] = source } };
}
