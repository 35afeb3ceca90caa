using Apex.Domain.Metrics;
using Apex.Domain.Plausibility;
using Apex.Domain.Records;
using static Apex.Tests.Domain.Merging.RecordBuilder;

namespace Apex.Tests.Domain.Plausibility;

public sealed class PlausibilityRulesTests
{
    /// <summary>Monday 08:00 local.</summary>
    private static readonly DateTimeOffset Now = Morning;

    /// <summary>Both ends of a range belong to it.</summary>
    [Theory]
    [InlineData(HrvKind.RmssdNight, 0.99, "drop")]
    [InlineData(HrvKind.RmssdNight, 1, "suspect")]
    [InlineData(HrvKind.RmssdNight, 7.99, "suspect")]
    [InlineData(HrvKind.RmssdNight, 8, "keep")]
    [InlineData(HrvKind.RmssdNight, 200, "keep")]
    [InlineData(HrvKind.RmssdNight, 200.1, "suspect")]
    [InlineData(HrvKind.RmssdNight, 300, "suspect")]
    [InlineData(HrvKind.RmssdNight, 300.1, "drop")]
    [InlineData(HrvKind.RmssdNight, 0.045, "drop")] // seconds sent as milliseconds
    [InlineData(HrvKind.RmssdNight, double.NaN, "drop")]
    [InlineData(HrvKind.SdnnSpot, 9.99, "suspect")]
    [InlineData(HrvKind.SdnnSpot, 10, "keep")]
    [InlineData(HrvKind.SdnnNight, 220, "keep")]
    [InlineData(HrvKind.SdnnNight, 220.1, "suspect")]
    public void Check_Hrv_HasLimitsByKind(HrvKind kind, double hrvMs, string verdict) =>
        AssertVerdict(RecordType.Hrv, new() { HrvMs = hrvMs, HrvKind = kind }, "hrv_ms", verdict);

    [Theory]
    [InlineData(24.9, "drop")]
    [InlineData(25, "suspect")]
    [InlineData(35, "keep")]
    [InlineData(110, "keep")]
    [InlineData(130, "suspect")]
    [InlineData(130.1, "drop")]
    [InlineData(0, "drop")]
    public void Check_RestingHr_HasLimits(double bpm, string verdict) =>
        AssertVerdict(RecordType.Day, new() { RestingHrBpm = bpm }, "resting_hr_bpm", verdict);

    [Theory]
    [InlineData(-1, "drop")]
    [InlineData(0, "keep")]
    [InlineData(60_000, "keep")]
    [InlineData(60_001, "suspect")]
    [InlineData(150_000, "suspect")]
    [InlineData(150_001, "drop")]
    public void Check_Steps_HaveLimits(int steps, string verdict) => AssertVerdict(RecordType.Day, new() { Steps = steps }, "steps", verdict);

    /// <summary>By 08:00 in Berlin the date has lasted at most 20 h somewhere (UTC+14), plus 5 min of skew.</summary>
    [Theory]
    [InlineData(600, "keep")]
    [InlineData(601, "suspect")]
    [InlineData(1205, "suspect")]
    [InlineData(1206, "drop")]
    public void Check_ActivityMinutes_AreNoMoreThanTheDayHasLasted(double minutes, string verdict) =>
        AssertVerdict(RecordType.Day, new() { ActivityMinutes = minutes }, "activity_minutes", verdict);

    [Theory]
    [InlineData(21, "keep")]
    [InlineData(21.1, "drop")]
    public void Check_VendorStrain_HasLimits(double strain, string verdict) =>
        AssertVerdict(RecordType.Day, new() { VendorStrain = strain }, "vendor_strain", verdict);

    [Fact]
    public void Check_GoodNight_IsKeptAsItIs()
    {
        RecordValues values = new() { Sleep = Night with { LatencyMin = 10, VendorEfficiency = 88 }, HrvMs = 60, HrvKind = HrvKind.RmssdNight };

        var check = PlausibilityRules.Check(RecordType.Sleep, values, Day, Now);

        Assert.Equal(values, check.Values);
        Assert.Empty(check.Drops);
        Assert.Empty(check.Suspects);
    }

    [Fact]
    public void Check_ZeroEfficiencyAndZeroInBed_AreMissingNotImplausible()
    {
        var check = CheckSleep(Night with { VendorEfficiency = 0, InBedMin = 0 });

        Assert.Equal(Night with { InBedMin = null }, check.Values!.Sleep);
        Assert.Empty(check.Drops);
    }

    public static TheoryData<string, SleepSession> Rejected => new()
    {
        { "end_not_after_start", Night with { EndUtc = Night.StartUtc } },
        { "longer_than_24_h", Night with { StartUtc = Night.EndUtc.AddHours(-24).AddMilliseconds(-1) } },
        { "in_future", Night with { EndUtc = Now.AddMinutes(5).AddMilliseconds(1) } },
        { "too_old", Night with { StartUtc = new(1999, 12, 31, 23, 0, 0, TimeSpan.Zero), EndUtc = new(2000, 1, 1, 7, 0, 0, TimeSpan.Zero) } },
        { "asleep_exceeds_in_bed", Night with { InBedMin = 417 } },
        { "asleep_missing", Night with { RemMin = null, DeepMin = null, LightMin = null } },
        { "duration_implausible", Plain(-1320, -60, 1081) },
    };

    [Theory, MemberData(nameof(Rejected))]
    public void Check_ImpossibleSession_LeavesNothingOfTheRecord(string reason, SleepSession session)
    {
        var check = PlausibilityRules.Check(RecordType.Sleep, new() { Sleep = session, RestingHrBpm = 50 }, Day, Now);

        Assert.Null(check.Values);
        Assert.Equal([new Drop("sleep", reason)], check.Drops);
    }

    public static TheoryData<SleepSession> AtTheEdge =>
    [
        Night with { StartUtc = Night.EndUtc.AddHours(-24) },
        Night with { EndUtc = Now.AddMinutes(5) },
        Night with { InBedMin = 418 },
        Plain(-1320, -60, 1080),
        Night with { EndOffsetMin = -720 },
        Night with { EndOffsetMin = 840 },
    ];

    [Theory, MemberData(nameof(AtTheEdge))]
    public void Check_SessionAtTheEdge_IsKept(SleepSession session) => Assert.Equal(session, CheckSleep(session).Values!.Sleep);

    [Theory]
    [InlineData(-721)]
    [InlineData(841)]
    public void Check_ImpossibleOffset_IsDroppedAlone(int offsetMin)
    {
        var check = CheckSleep(Night with { EndOffsetMin = offsetMin });

        Assert.Equal(Night, check.Values!.Sleep);
        Assert.Equal([new Drop("sleep.end_offset_min", "offset_out_of_range")], check.Drops);
    }

    [Fact]
    public void Check_OneImpossibleStage_LeavesTheVendorsTotal()
    {
        var check = CheckSleep(Night with { RemMin = -3, VendorAsleepMin = 415 });

        Assert.Equal(Night with { RemMin = null, DeepMin = null, LightMin = null, VendorAsleepMin = 415 }, check.Values!.Sleep);
        Assert.Equal([new Drop("sleep.rem_min", "value_out_of_range")], check.Drops);
    }

    [Fact]
    public void Check_OddButPossibleNight_IsFlagged()
    {
        // 15 h in bed, 14 h asleep, nearly all of it REM; the vendor says 20 % less.
        var check = CheckSleep(Night with { StartUtc = At(-960), InBedMin = 900, RemMin = 700, DeepMin = 0, LightMin = 140, VendorEfficiency = 73 });

        Assert.Equal(["sleep", "sleep_duration_hours", "rem_percentage", "deep_percentage", "light_percentage", "eff_mismatch"], check.Suspects);
    }

    [Fact]
    public void Check_ShortNap_IsNotSuspectForItsLength() =>
        Assert.Empty(CheckSleep(Plain(-120, -90, 28) with { IsNapByVendor = true }).Suspects);

    [Fact]
    public void Check_HrvWithoutKind_IsDropped() =>
        Assert.Equal(
            [new Drop("hrv_ms", "hrv_kind_missing")],
            PlausibilityRules.Check(RecordType.Hrv, new() { HrvMs = 50 }, Day, Now).Drops);

    public static TheoryData<DateOnly, string?> Days => new()
    {
        { DateOnly.MinValue, "too_old" },
        { new(1999, 12, 31), "too_old" },
        { new(2000, 1, 1), null },
        { Day.AddDays(1), "in_future" },
        { DateOnly.MaxValue, "in_future" },
    };

    [Theory, MemberData(nameof(Days))]
    public void Check_Day_HasBegunSomewhereAndIsNotAncient(DateOnly day, string? reason)
    {
        var check = PlausibilityRules.Check(RecordType.Day, new() { Steps = 5 }, day, Now);

        Assert.Equal(reason is null ? new RecordValues { Steps = 5 } : null, check.Values);
        Assert.Equal(reason is null ? [] : [new Drop("day", reason)], check.Drops);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(5.1, "in_future")]
    [InlineData(-1200, null)]
    [InlineData(-1200.1, "before_day")]
    public void Check_DataThrough_LiesBetweenTheDaysStartAndNow(double minutes, string? reason)
    {
        var check = PlausibilityRules.Check(RecordType.Day, new() { Steps = 5, DataThroughMs = At(minutes).ToUnixTimeMilliseconds() }, Day, Now);

        Assert.Equal(reason, check.Drops.SingleOrDefault()?.Reason);
        Assert.Equal(reason is null, check.Values!.DataThroughMs is not null);
    }

    [Fact]
    public void Check_DropNamesTheFieldNeverTheValue() =>
        Assert.DoesNotContain("317", PlausibilityRules.Check(RecordType.Hrv, new() { HrvMs = 317, HrvKind = HrvKind.RmssdNight }, Day, Now).Drops[0].ToString(), StringComparison.Ordinal);

    private static CheckedValues CheckSleep(SleepSession session) => PlausibilityRules.Check(RecordType.Sleep, new() { Sleep = session }, Day, Now);

    private static void AssertVerdict(RecordType type, RecordValues values, string field, string verdict)
    {
        var check = PlausibilityRules.Check(type, values, Day, Now);

        Assert.Equal(verdict == "drop" ? null : values, check.Values);
        Assert.Equal(verdict == "drop" ? [new Drop(field, "value_out_of_range")] : [], check.Drops);
        Assert.Equal(verdict == "suspect" ? [field] : [], check.Suspects);
    }
}
