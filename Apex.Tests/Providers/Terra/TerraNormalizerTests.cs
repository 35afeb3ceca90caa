using System.Text;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Terra;

public sealed class TerraNormalizerTests
{
    private const long OrderAtMs = 1_772_438_395_123;
    private static readonly DateTimeOffset _seenAt = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);
    private readonly IProvider _terra = VendorSample.Registry().Get("terra");

    [Fact]
    public void Normalize_Sleep_NamesTheVendorBehindTerra() => Assert.Equal(
        [
            Record(SourceId.Oura, RecordType.Sleep, "sum-1", new(2026, 3, 2)) with
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
                    HrvMs = 48.25,
                    HrvKind = HrvKind.RmssdNight,
                    RestingHrBpm = 47,
                },
            },
        ],
        Normalize("push:sleep", new TerraSample().Body).Records);

    [Fact]
    public void Normalize_NonsenseOfTheTestButton_LosesFieldsAndNotTheEvent()
    {
        var result = Normalize("push:sleep", VendorSample.Read("Terra", "sleep-nonsense.json"));

        // What is merely implausible (377 s asleep in 55 s of bed, efficiency 1.99) is the domain's to refuse.
        Assert.Equal(
            [
                Record(SourceId.Fitbit, RecordType.Sleep, "start/1772406000", new(2026, 3, 2)) with
                {
                    Final = false,
                    Values = new()
                    {
                        Sleep = new()
                        {
                            StartUtc = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero),
                            EndUtc = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero),
                            InBedMin = 55.0 / 60,
                            VendorAsleepMin = 377.0 / 60,
                            VendorEfficiency = 1.99,
                            Tentative = true,
                        },
                    },
                },
            ],
            result.Records);
        Assert.Equal(
            [
                new FieldDrop("$.data[0].sleep_durations_data.awake.duration_awake_state_seconds", "wrong_type"),
                new FieldDrop("$.data[0].sleep_durations_data.awake.sleep_latency_seconds", "out_of_range"),
                new FieldDrop("$.data[0].heart_rate_data.summary.resting_hr_bpm", "wrong_type"),
            ],
            result.Drops);
    }

    [Fact]
    public void Normalize_Daily_GivesOneRecordPerDate() => Assert.Equal(
        [
            Record(SourceId.Whoop, RecordType.Day, "2026-03-01", new(2026, 3, 1)) with
            {
                Values = new()
                {
                    Steps = 9120,
                    ModerateMinutes = 40,
                    VigorousMinutes = 16,
                    ActivityMinutes = 56,
                    RestingHrBpm = 51,
                    HrvMs = 45,
                    HrvKind = HrvKind.RmssdSpot,
                    VendorStrain = 14.5,
                },
            },
            Record(SourceId.Whoop, RecordType.Day, "2026-03-02", new(2026, 3, 2)) with
            {
                Final = false,
                Values = new() { Steps = 12, ActivityMinutes = 2 },
            },
        ],
        Normalize("push:daily", VendorSample.Read("Terra", "daily.json")).Records);

    [Theory]
    [InlineData("0.91", 91.0)]
    [InlineData("1", 100.0)]
    [InlineData("1.99", 1.99)]
    [InlineData("91", 91.0)]
    [InlineData("0", 0.0)]
    public void Normalize_Efficiency_IsToldApartByItsSize(string value, double percent)
    {
        var body = Sleep("OURA", """{"start_time":"2026-03-01T23:00:00Z","end_time":"2026-03-02T06:00:00Z"}""", $$"""{"sleep_efficiency":{{value}}}""");

        Assert.Equal(percent, Assert.Single(Normalize("push:sleep", body).Records).Values.Sleep!.VendorEfficiency!.Value, 9);
    }

    [Theory]
    [InlineData("APPLE", """{"avg_hrv_rmssd":30,"avg_hrv_sdnn":55}""", 55.0, HrvKind.SdnnSpot)]
    [InlineData("OURA", """{"avg_hrv_rmssd":30,"avg_hrv_sdnn":55}""", 30.0, HrvKind.RmssdNight)]
    [InlineData("POLAR", """{"avg_hrv_sdnn":55}""", 55.0, HrvKind.SdnnNight)]
    public void Normalize_Hrv_KeepsItsKind(string provider, string summary, double hrvMs, HrvKind kind)
    {
        var body = TerraSample.Bytes($$$"""
            {"user":{"provider":"{{{provider}}}"},"data":[{"metadata":{"start_time":"2026-03-01T23:00:00Z","end_time":"2026-03-02T06:00:00Z"},
            "heart_rate_data":{"summary":{{{summary}}}}}]}
            """);

        var values = Assert.Single(Normalize("push:sleep", body).Records).Values;

        Assert.Equal((hrvMs, kind), (values.HrvMs, values.HrvKind));
    }

    [Theory]
    [InlineData("FITBIT", "fitbit")]
    [InlineData("garmin", "garmin")]
    [InlineData("APPLE", "apple_health")]
    [InlineData("GOOGLE", "google_fit")]
    [InlineData("SAMSUNG", "samsung")]
    [InlineData("EIGHT", "aggregator")]
    public void Normalize_Provider_IsTheSource(string provider, string source)
    {
        var body = Sleep(provider, """{"start_time":"2026-03-01T23:00:00Z","end_time":"2026-03-02T06:00:00Z"}""", "{}");

        Assert.Equal((source, "terra"), (Assert.Single(Normalize("push:sleep", body).Records).Source.Value, Normalize("push:sleep", body).Records[0].Via));
    }

    [Theory]
    [InlineData("2026-03-02T06:30:00.000000", 1, "2026-03-02T05:30:00Z", "2026-03-02")] // local without offset: the person's clock
    [InlineData("2026-03-01T23:30:00.000000", 0, "2026-03-01T23:30:00Z", "2026-03-02")] // UTC: the person's zone tells the date
    [InlineData("2026-03-01T23:30:00.000000+00:00", 0, "2026-03-01T23:30:00Z", "2026-03-02")]
    [InlineData("2026-03-01T23:30:00.000000+00:00", 1, "2026-03-01T23:30:00Z", "2026-03-01")] // really in London
    public void Normalize_TimesWithAndWithoutOffset_CountForTheWearersDate(string end, int localization, string endUtc, string day)
    {
        var body = Sleep("OURA", $$"""{"start_time":"2026-03-01T20:00:00Z","end_time":"{{end}}","timestamp_localization":{{localization}}}""", "{}");

        var record = Assert.Single(Normalize("push:sleep", body).Records);

        Assert.Equal(DateTimeOffset.Parse(endUtc, System.Globalization.CultureInfo.InvariantCulture), record.Values.Sleep!.EndUtc);
        Assert.Equal(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), record.Day);
    }

    [Fact]
    public void Normalize_OrderingHeaderFromTheFuture_CountsAsReceipt()
    {
        var future = _seenAt.AddYears(3).ToUnixTimeMilliseconds();

        Assert.Equal(
            [_seenAt.ToUnixTimeMilliseconds(), _seenAt.ToUnixTimeMilliseconds()],
            new long?[] { future, null }.Select(order => _terra.Normalize(new("push:sleep", null, new TerraSample().Body, order, _seenAt, "UTC")).Records[0].OrderAtMs));
    }

    [Fact]
    public void Normalize_AccountEvents_ChangeTheConnection()
    {
        AccountChange Change(string type) => Assert.Single(
            Normalize($"account:{type}", new TerraSample().Payloads.Single(payload => payload.Kind == $"account:{type}").Body).AccountChanges);

        Assert.Equal(new AccountChange.Connected("t", "r", "a,b"), Change("auth"));
        Assert.Equal(new AccountChange.Revoked("t"), Change("deauth"));
        Assert.Equal(new AccountChange.Revoked("t"), Change("access_revoked"));
        Assert.Equal(new AccountChange.Swapped("o", "n", "r"), Change("user_reauth"));
        Assert.Equal(new AccountChange.ReauthNeeded("t"), Change("connection_error"));
        var scopes = Assert.IsType<AccountChange.ScopesChanged>(Change("permission_change"));
        Assert.Equal(("t", false), (scopes.ExternalUserId, scopes.Replace));
        Assert.Equal(["a", "b"], scopes.Added);
        Assert.Empty(scopes.Removed);
    }

    [Fact]
    public void Normalize_ReauthWithoutOldUser_StillNamesTheReference() => Assert.Equal(
        [new AccountChange.Swapped(null, "n", "r")],
        Normalize("account:user_reauth", TerraSample.Bytes("""{"old_user":null,"new_user":{"user_id":"n","reference_id":"r"}}""")).AccountChanges);

    [Fact]
    public void Normalize_SleepWithoutTimes_IsUnreadable() =>
        Assert.Equal("essential_missing at $.data[0]", Normalize("push:sleep", Sleep("OURA", "{}", "{}")).Unreadable);

    private static byte[] Sleep(string provider, string metadata, string durations) => Encoding.UTF8.GetBytes(
        $$"""{"user":{"provider":"{{provider}}"},"data":[{"metadata":{{metadata}},"sleep_durations_data":{{durations}}}]}""");

    private static NormalizedRecord Record(SourceId source, RecordType type, string id, DateOnly day) => new()
    {
        Source = source,
        Via = "terra",
        Type = type,
        ExternalId = id,
        Day = day,
        OrderAtMs = OrderAtMs,
        VendorUpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(OrderAtMs),
    };

    private Normalized Normalize(string kind, byte[] body) => _terra.Normalize(new(kind, null, body, OrderAtMs, _seenAt, "Europe/Berlin"));
}
