using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apex.Simulator.Oura;

// Written from Oura's published v2 schema, nulls included:
//   {"data":[{"id":"8f9a5221-…","average_hrv":41,"bedtime_start":"2026-03-09T23:04:00.000+01:00","day":"2026-03-10","type":"long_sleep",…}],"next_token":null}
internal sealed record OuraPage<T>(IReadOnlyList<T> Data, string? NextToken);

internal sealed record OuraSeries(double Interval, IReadOnlyList<double?> Items, string Timestamp);

internal sealed record OuraMeta(int Version);

internal sealed record OuraSleepReadiness(OuraReadinessContributors Contributors, int? Score, double? TemperatureDeviation, double? TemperatureTrendDeviation);

internal sealed record OuraSleep
{
    public required string Id { get; init; }
    public double? AverageBreath { get; init; }
    public double? AverageHeartRate { get; init; }
    public int? AverageHrv { get; init; }
    public int? AwakeTime { get; init; }
    public required string BedtimeEnd { get; init; }
    public required string BedtimeStart { get; init; }
    public required DateOnly Day { get; init; }
    public int? DeepSleepDuration { get; init; }
    public int? Efficiency { get; init; }
    public OuraSeries? HeartRate { get; init; }
    public OuraSeries? Hrv { get; init; }
    public int? Latency { get; init; }
    public int? LightSleepDuration { get; init; }
    public bool LowBatteryAlert { get; init; }
    public int? LowestHeartRate { get; init; }
    public OuraMeta Meta { get; init; } = new(1);

    [JsonPropertyName("movement_30_sec")]
    public string? Movement30Sec { get; init; }

    public int Period { get; init; }
    public OuraSleepReadiness? Readiness { get; init; }
    public int? ReadinessScoreDelta { get; init; }
    public int? RemSleepDuration { get; init; }
    public int? RestlessPeriods { get; init; }

    [JsonPropertyName("sleep_phase_5_min")]
    public string? SleepPhase5Min { get; init; }

    public double? SleepScoreDelta { get; init; }
    public string? SleepAlgorithmVersion { get; init; } = "v2";
    public int TimeInBed { get; init; }
    public int? TotalSleepDuration { get; init; }
    public required string Type { get; init; }
}

internal sealed record OuraActivity
{
    public required string Id { get; init; }
    public int? Score { get; init; }
    public int ActiveCalories { get; init; }

    [JsonPropertyName("class_5_min")]
    public string? ClassBy5Min { get; init; }
    public required DateOnly Day { get; init; }
    public int EquivalentWalkingDistance { get; init; }
    public int HighActivityTime { get; init; }
    public int LowActivityTime { get; init; }
    public int MediumActivityTime { get; init; }
    public OuraMeta Meta { get; init; } = new(1);
    public int NonWearTime { get; init; }
    public int RestingTime { get; init; }
    public int SedentaryTime { get; init; }
    public int Steps { get; init; }
    public int TargetCalories { get; init; } = 450;
    public required string Timestamp { get; init; }
    public int TotalCalories { get; init; }
}

// Every contributor is a score of 1-100, resting_heart_rate and hrv_balance too.
internal sealed record OuraReadinessContributors(
    int? ActivityBalance, int? BodyTemperature, int? HrvBalance, int? PreviousDayActivity,
    int? PreviousNight, int? RecoveryIndex, int? RestingHeartRate, int? SleepBalance);

internal sealed record OuraReadiness(
    string Id, OuraReadinessContributors Contributors, DateOnly Day, OuraMeta Meta, int? Score,
    double? TemperatureDeviation, double? TemperatureTrendDeviation, string Timestamp);

internal sealed record OuraSleepContributors(int? DeepSleep, int? Efficiency, int? Latency, int? RemSleep, int? Restfulness, int? Timing, int? TotalSleep);

internal sealed record OuraDailySleep(string Id, OuraSleepContributors Contributors, DateOnly Day, OuraMeta Meta, int? Score, string Timestamp);

internal sealed record OuraPersonalInfo(string Id, int? Age, double? Weight, double? Height, string? BiologicalSex, string? Email);

internal sealed record OuraTokenReply(string TokenType, string AccessToken, long ExpiresIn, string RefreshToken);

// Order of members as in the vendor's example; the signature covers the exact bytes.
internal sealed record OuraNotification(string EventType, string DataType, string? ObjectId, string EventTime, string UserId);

internal sealed record OuraSubscriptionRequest(string? CallbackUrl, string? VerificationToken, string? EventType, string? DataType);

internal sealed record OuraSubscription(string Id, string CallbackUrl, string EventType, string DataType, string ExpirationTime);

internal sealed record OuraChallenge(string? Challenge);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OuraPage<OuraSleep>), TypeInfoPropertyName = "SleepPage")]
[JsonSerializable(typeof(OuraPage<OuraActivity>), TypeInfoPropertyName = "ActivityPage")]
[JsonSerializable(typeof(OuraPage<OuraReadiness>), TypeInfoPropertyName = "ReadinessPage")]
[JsonSerializable(typeof(OuraPage<OuraDailySleep>), TypeInfoPropertyName = "DailySleepPage")]
[JsonSerializable(typeof(OuraPersonalInfo))]
[JsonSerializable(typeof(OuraTokenReply))]
[JsonSerializable(typeof(OuraNotification))]
[JsonSerializable(typeof(OuraSubscriptionRequest))]
[JsonSerializable(typeof(OuraSubscription))]
[JsonSerializable(typeof(IReadOnlyList<OuraSubscription>), TypeInfoPropertyName = "Subscriptions")]
[JsonSerializable(typeof(OuraChallenge))]
internal sealed partial class OuraJson : JsonSerializerContext
{
    /// <summary>Plus signs of offsets go out plain, as no vendor escapes them.</summary>
    public static OuraJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
