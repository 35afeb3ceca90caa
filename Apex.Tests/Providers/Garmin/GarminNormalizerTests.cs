using System.Text;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Garmin;

public sealed class GarminNormalizerTests
{
    private static readonly DateTimeOffset _seenAt = new(2026, 3, 2, 21, 0, 0, TimeSpan.Zero);
    private readonly IProvider _garmin = VendorSample.Registry().Get("garmin");

    [Fact]
    public void Normalize_TentativeSleepWithNap_GivesTwoTentativeRecords() => Assert.Equal(
        [
            Record(RecordType.Sleep, "s-1", new(2026, 3, 2)) with
            {
                Final = false,
                Values = new()
                {
                    Sleep = new()
                    {
                        StartUtc = new(2026, 3, 1, 22, 0, 0, TimeSpan.Zero),
                        EndUtc = new(2026, 3, 2, 5, 30, 0, TimeSpan.Zero),
                        EndOffsetMin = 60,
                        InBedMin = 450,
                        RemMin = 90,
                        DeepMin = 90,
                        LightMin = 240,
                        AwakeMin = 30,
                        Tentative = true,
                    },
                },
            },
            Record(RecordType.Sleep, "nap/1772456400", new(2026, 3, 2)) with
            {
                Final = false,
                Values = new()
                {
                    Sleep = new()
                    {
                        StartUtc = new(2026, 3, 2, 13, 0, 0, TimeSpan.Zero),
                        EndUtc = new(2026, 3, 2, 13, 25, 0, TimeSpan.Zero),
                        EndOffsetMin = 60,
                        VendorAsleepMin = 25,
                        IsNapByVendor = true,
                        Tentative = true,
                    },
                },
            },
        ],
        Records("push:sleeps", GarminSample.Of("sleeps")));

    [Fact]
    public void Normalize_FinalSleepWithoutStages_UsesTheDuration() => Assert.Equal(
        [
            Record(RecordType.Sleep, "s-2", new(2026, 3, 2)) with
            {
                Values = new()
                {
                    Sleep = new()
                    {
                        StartUtc = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero),
                        EndUtc = new(2026, 3, 2, 6, 30, 0, TimeSpan.Zero),
                        EndOffsetMin = -300,
                        VendorAsleepMin = 450,
                    },
                },
            },
        ],
        Records("push:sleeps", GarminSample.Of("sleeps", 1)));

    [Theory]
    [InlineData(25_200)] // asleep only
    [InlineData(27_000)] // asleep and awake
    public void Normalize_EitherMeaningOfDuration_EndsAtTheSameInstant(int duration)
    {
        var body = Bytes($$"""
            {"sleeps":[{"summaryId":"s","startTimeInSeconds":1772402400,"durationInSeconds":{{duration}},"deepSleepDurationInSeconds":5400,
            "lightSleepDurationInSeconds":14400,"remSleepInSeconds":5400,"awakeDurationInSeconds":1800}]}
            """);

        var sleep = Assert.Single(Records("push:sleeps", body)).Values.Sleep!;

        Assert.Equal((new DateTimeOffset(2026, 3, 2, 5, 30, 0, TimeSpan.Zero), 450.0), (sleep.EndUtc, sleep.InBedMin));
    }

    [Fact]
    public void Normalize_Hrv_IsARecordOfItsOwn() => Assert.Equal(
        [Record(RecordType.Hrv, "h-1", new(2026, 3, 2)) with { Values = new() { HrvMs = 44, HrvKind = HrvKind.RmssdNight } }],
        Records("push:hrv", GarminSample.Of("hrv")));

    [Fact]
    public void Normalize_HrvWithoutValue_IsUnderstoodAndSaysNothing()
    {
        var result = Normalize("push:hrv", Bytes("""{"hrv":[{"summaryId":"h","calendarDate":"2026-03-02","lastNightAvg":null}]}"""));

        Assert.Equal((0, null), (result.Records.Count, result.Unreadable));
        Assert.Equal([new FieldDrop("$.hrv[0].lastNightAvg", "no_value")], result.Drops);
    }

    [Fact]
    public void Normalize_Daily_IsOrderedByHowFarItsDataReaches() => Assert.Equal(
        [
            Record(RecordType.Day, "2026-03-01", new(2026, 3, 1)) with
            {
                OrderAtMs = 1_772_406_000_000,
                Values = new()
                {
                    Steps = 10_412,
                    ModerateMinutes = 25,
                    VigorousMinutes = 10,
                    ActivityMinutes = 35,
                    RestingHrBpm = 51,
                    DataThroughMs = 1_772_406_000_000,
                },
            },
        ],
        Records("push:dailies", GarminSample.Of("dailies")));

    [Fact]
    public void Normalize_DailyThatClaimsTheWholeRunningDay_ReachesToReceipt()
    {
        var record = Assert.Single(Records("push:dailies", Bytes(
            """{"dailies":[{"summaryId":"d","startTimeInSeconds":1772406000,"startTimeOffsetInSeconds":3600,"durationInSeconds":86400,"steps":5}]}""")));

        Assert.Equal((new DateOnly(2026, 3, 2), _seenAt.ToUnixTimeMilliseconds(), 5), (record.Day, record.OrderAtMs, record.Values.Steps));
        Assert.Null(record.Values.ActivityMinutes);
    }

    [Fact]
    public void Normalize_CalendarDateOffByDays_IsNotBelieved()
    {
        var result = Normalize("push:dailies", Bytes(
            """{"dailies":[{"calendarDate":"2031-01-01","startTimeInSeconds":1772319600,"startTimeOffsetInSeconds":3600,"durationInSeconds":86400}]}"""));

        Assert.Equal(new DateOnly(2026, 3, 1), Assert.Single(result.Records).Day);
        Assert.Equal([new FieldDrop("$.dailies[0].calendarDate", "vendor_day_differs")], result.Drops);
    }

    [Fact]
    public void Normalize_NoOffset_TakesThePersonsZone() =>
        Assert.Equal(new DateOnly(2026, 3, 1), Assert.Single(Records("push:dailies", Bytes("""{"dailies":[{"startTimeInSeconds":1772319600}]}"""))).Day);

    [Fact]
    public void Normalize_BadFields_CostOnlyThemselves()
    {
        var result = Normalize("push:dailies", Bytes(
            """{"dailies":[{"calendarDate":"2026-03-01","steps":1e400,"startTimeOffsetInSeconds":1e9,"restingHeartRateInBeatsPerMinute":"51","moderateIntensityDurationInSeconds":60}]}"""));

        Assert.Equal(new RecordValues { ActivityMinutes = 1, ModerateMinutes = 1 }, Assert.Single(result.Records).Values);
        Assert.Equal(
            [new FieldDrop("$.dailies[0].steps", "out_of_range"), new FieldDrop("$.dailies[0].restingHeartRateInBeatsPerMinute", "wrong_type")],
            result.Drops);
    }

    [Fact]
    public void Normalize_SleepWithoutStart_IsUnreadable() =>
        Assert.Equal("essential_missing at $.sleeps[0]", Normalize("push:sleeps", Bytes("""{"sleeps":[{"summaryId":"s"}]}""")).Unreadable);

    [Fact]
    public void Normalize_Deregistration_Revokes() =>
        Assert.Equal([new AccountChange.Revoked("runner-3")], Normalize("account:deregistrations", GarminSample.Of("deregistrations")).AccountChanges);

    [Fact]
    public void Normalize_PermissionChange_ReplacesTheScopes()
    {
        var change = Assert.IsType<AccountChange.ScopesChanged>(
            Assert.Single(Normalize("account:userPermissionsChange", GarminSample.Of("userPermissionsChange")).AccountChanges));

        Assert.Equal(("runner-1", true), (change.ExternalUserId, change.Replace));
        Assert.Equal(["ACTIVITY_EXPORT", "HEALTH_EXPORT"], change.Added);
        Assert.Empty(change.Removed);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static NormalizedRecord Record(RecordType type, string id, DateOnly day) => new()
    {
        Source = SourceId.Garmin,
        Type = type,
        ExternalId = id,
        Day = day,
        OrderAtMs = _seenAt.ToUnixTimeMilliseconds(),
    };

    private IReadOnlyList<NormalizedRecord> Records(string kind, byte[] body) => Normalize(kind, body).Records;

    private Normalized Normalize(string kind, byte[] body) => _garmin.Normalize(new(kind, null, body, null, _seenAt, "Europe/Berlin"));
}
