using System.Text;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Oura;

public sealed class OuraNormalizerTests
{
    private static readonly DateTimeOffset _sentAt = new(2026, 3, 2, 21, 30, 0, TimeSpan.Zero);
    private readonly IProvider _oura = VendorSample.Registry().Get("oura");

    [Fact]
    public void Normalize_SleepPage_GivesNightsNapsAndTombstones()
    {
        var result = Normalize("sleep", VendorSample.Read("Oura", "sleep.json"));

        Assert.Equal(
            [
                Record("night-1", new(2026, 3, 2)) with
                {
                    Values = new()
                    {
                        Sleep = new()
                        {
                            StartUtc = new(2026, 3, 1, 22, 12, 4, TimeSpan.Zero),
                            EndUtc = new(2026, 3, 2, 6, 5, 34, TimeSpan.Zero),
                            EndOffsetMin = 60,
                            InBedMin = 473.5,
                            VendorAsleepMin = 430.5,
                            RemMin = 100,
                            DeepMin = 92,
                            LightMin = 238.5,
                            AwakeMin = 43,
                            LatencyMin = 9,
                            VendorEfficiency = 91,
                        },
                        HrvMs = 48,
                        HrvKind = HrvKind.RmssdNight,
                        RestingHrBpm = 47,
                    },
                },
                Record("night-2", new(2026, 3, 2)) with
                {
                    Values = new()
                    {
                        Sleep = new()
                        {
                            StartUtc = new(2026, 3, 2, 7, 0, 0, TimeSpan.Zero),
                            EndUtc = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero),
                            EndOffsetMin = 60,
                            InBedMin = 150,
                            VendorAsleepMin = 140,
                            RemMin = 20,
                            DeepMin = 20,
                            LightMin = 100,
                            AwakeMin = 10,
                            LatencyMin = 0,
                            VendorEfficiency = 93,
                        },
                        RestingHrBpm = 55,
                    },
                },
                Record("nap-1", new(2026, 3, 2)) with
                {
                    Values = new()
                    {
                        Sleep = new()
                        {
                            StartUtc = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero),
                            EndUtc = new(2026, 3, 2, 17, 40, 0, TimeSpan.Zero),
                            EndOffsetMin = 60,
                            InBedMin = 40,
                            VendorAsleepMin = 35,
                            RemMin = 0,
                            DeepMin = 0,
                            LightMin = 35,
                            AwakeMin = 5,
                            LatencyMin = 5,
                            VendorEfficiency = 88,
                            IsNapByVendor = true,
                        },
                        HrvMs = 60,
                        HrvKind = HrvKind.RmssdNight,
                    },
                },
                Record("rest-1", new(2026, 3, 2)) with { Deleted = true },
                Record("gone-1", new(2026, 3, 2)) with { Deleted = true },
            ],
            result.Records);
        Assert.Equal([new FieldDrop("$.data[2].day", "vendor_day_differs")], result.Drops);
    }

    [Fact]
    public void Normalize_NightAcrossMidnightInAnotherZone_CountsForTheDayItEndedThere()
    {
        // Tokyo, while the person's own zone is Berlin: 06:40 there is 22:40 of the day before here.
        var record = Assert.Single(Normalize("sleep/night-9", Bytes(
            """{"id":"night-9","day":"2026-03-05","type":"long_sleep","bedtime_start":"2026-03-04T23:10:00+09:00","bedtime_end":"2026-03-05T06:40:00+09:00"}""")).Records);

        Assert.Equal(new DateOnly(2026, 3, 5), record.Day);
        Assert.Equal(540, record.Values.Sleep!.EndOffsetMin);
        Assert.Equal(new DateTimeOffset(2026, 3, 4, 21, 40, 0, TimeSpan.Zero), record.Values.Sleep.EndUtc);
    }

    [Fact]
    public void Normalize_DailyActivity_GivesStepsAndMinutes() => Assert.Equal(
        [
            Record("day-1", new(2026, 3, 1), RecordType.Day) with
            {
                Values = new()
                {
                    Steps = 9120, ActivityMinutes = 56, ModerateMinutes = 40, VigorousMinutes = 16, Wear = "10-10r",
                    WearFromMs = new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(),
                },
            },
            Record("day-2", new(2026, 3, 2), RecordType.Day) with { Values = new() { Steps = 0, ModerateMinutes = 10 } },
        ],
        Normalize("daily_activity", VendorSample.Read("Oura", "daily_activity.json")).Records);

    [Theory]
    [InlineData("000", 0, null, null, "15-")] // counted nothing, which is not "no steps"
    [InlineData("002", 0, 0, 0.0, "10-5a")]
    [InlineData("0x2", 0, 0, 0.0, null)]
    public void Normalize_RingInADrawer_SaysItsWearAndNoSteps(string classes, int sent, int? steps, double? activityMinutes, string? wear)
    {
        var record = Normalize("daily_activity", Bytes(
            $$"""{"data":[{"id":"a","day":"2026-03-01","steps":{{sent}},"medium_activity_time":0,"high_activity_time":0,"class_5_min":"{{classes}}","timestamp":"2026-03-01T04:00:00+01:00"}]}""")).Records.Single();

        Assert.Equal((steps, activityMinutes, wear), (record.Values.Steps, record.Values.ActivityMinutes, record.Values.Wear));
    }

    [Fact]
    public void Normalize_OneBadFieldAndOneBadRow_CostOnlyThemselves()
    {
        var result = Normalize("daily_activity", Bytes(
            """{"data":[{"id":"a","day":"2026-03-01","steps":"many","medium_activity_time":1e400,"high_activity_time":60},7,{"id":"b"},{"id":"c","day":"2026-03-02","steps":4e9}]}"""));

        Assert.Equal(
            [
                Record("a", new(2026, 3, 1), RecordType.Day) with { Values = new() { VigorousMinutes = 1 } },
                Record("c", new(2026, 3, 2), RecordType.Day),
            ],
            result.Records);
        Assert.Equal(
            [
                new FieldDrop("$.data[0].medium_activity_time", "out_of_range"),
                new FieldDrop("$.data[0].steps", "wrong_type"),
                new FieldDrop("$.data[1]", "wrong_type"),
                new FieldDrop("$.data[2]", "essential_missing"),
                new FieldDrop("$.data[3].steps", "out_of_range"),
            ],
            result.Drops);
    }

    [Fact]
    public void Normalize_EmptyPage_IsNothingNew()
    {
        var result = Normalize("sleep", Bytes("""{"data":[],"next_token":null}"""));

        Assert.Equal((0, null), (result.Records.Count, result.Unreadable));
    }

    [Fact]
    public void Normalize_OnlyUnknownRows_IsUnreadable() =>
        Assert.Equal("essential_missing at $.data[0]", Normalize("sleep", Bytes("""{"data":[{"uuid":"new-shape"}]}""")).Unreadable);

    [Theory]
    [InlineData("notice:sleep", RecordType.Sleep)]
    [InlineData("notice:daily_activity", RecordType.Day)]
    public void Normalize_DeleteNotice_IsATombstoneOfItsInstant(string kind, RecordType type)
    {
        var result = _oura.Normalize(new(kind, "delete", new OuraSample().Body, null, _sentAt, "Europe/Berlin"));

        Assert.Equal(
            [Record("night-1", null, type) with { Deleted = true, OrderAtMs = new DateTimeOffset(2026, 3, 2, 7, 59, 20, TimeSpan.Zero).ToUnixTimeMilliseconds() }],
            result.Records);
    }

    [Fact]
    public void Normalize_UpdateNotice_SaysNothingItself()
    {
        var result = _oura.Normalize(new("notice:sleep", "update", new OuraSample().Body, null, _sentAt, "Europe/Berlin"));

        Assert.Equal((0, 0, null), (result.Records.Count, result.Drops.Count, result.Unreadable));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static NormalizedRecord Record(string id, DateOnly? day, RecordType type = RecordType.Sleep) => new()
    {
        Source = SourceId.Oura,
        Type = type,
        ExternalId = id,
        Day = day,
        OrderAtMs = _sentAt.ToUnixTimeMilliseconds(),
        Complete = true,
    };

    private Normalized Normalize(string kind, byte[] body) => _oura.Normalize(new(kind, null, body, null, _sentAt, "Europe/Berlin"));
}
