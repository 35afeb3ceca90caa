using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Apex.Simulator.Terra;

// From Terra's published schemas; fields a vendor does not have are null, not absent.
//   {"type":"sleep","version":"2022-03-16","user":{"user_id":"…","provider":"FITBIT",…},"data":[{"metadata":{…},"sleep_durations_data":{…}}]}
internal sealed record TerraUser(
    string UserId, string Provider, string? ReferenceId, string? Scopes, bool? Active, string? CreatedAt, string? LastWebhookUpdate);

internal sealed record TerraMetadata(string? SummaryId, string StartTime, string EndTime, bool? IsNap, int UploadType, int TimestampLocalization);

internal sealed record TerraAsleep
{
    public double? DurationAsleepStateSeconds { get; init; }
    public double? DurationDeepSleepStateSeconds { get; init; }
    public double? DurationLightSleepStateSeconds { get; init; }

    [JsonPropertyName("duration_REM_sleep_state_seconds")]
    public double? DurationRemSleepStateSeconds { get; init; }

    [JsonPropertyName("num_REM_events")]
    public int? NumRemEvents { get; init; }
}

internal sealed record TerraAwake(double? DurationAwakeStateSeconds, double? SleepLatencySeconds, double? WakeUpLatencySeconds, int? NumWakeupEvents);

internal sealed record TerraOtherDurations(double? DurationInBedSeconds, double? DurationUnmeasurableSleepSeconds);

internal sealed record TerraSleepDurations(TerraAsleep Asleep, TerraAwake Awake, TerraOtherDurations Other, double? SleepEfficiency);

internal sealed record TerraHeartRateSummary(
    double? AvgHrBpm, double? MinHrBpm, double? MaxHrBpm, double? RestingHrBpm, double? AvgHrvRmssd, double? AvgHrvSdnn);

internal sealed record TerraHeartRate(TerraHeartRateSummary Summary);

internal sealed record TerraEnrichment(double? SleepScore, double? StrainIndex);

internal sealed record TerraSleep(TerraMetadata Metadata, TerraSleepDurations SleepDurationsData, TerraHeartRate HeartRateData, TerraEnrichment DataEnrichment);

internal sealed record TerraDistance(double? Steps, double? DistanceMeters);

internal sealed record TerraActiveDurations(double? ActivitySeconds, double? LowIntensitySeconds, double? ModerateIntensitySeconds, double? VigorousIntensitySeconds);

internal sealed record TerraStrain(double? StrainLevel);

internal sealed record TerraScores(double? Recovery, double? Sleep, double? Activity);

internal sealed record TerraDaily(
    TerraMetadata Metadata, TerraDistance DistanceData, TerraActiveDurations ActiveDurationsData, TerraHeartRate HeartRateData,
    TerraStrain StrainData, TerraScores Scores, TerraEnrichment DataEnrichment);

internal sealed record TerraSleepEvent(string Type, TerraUser User, IReadOnlyList<TerraSleep> Data, string Version);

internal sealed record TerraDailyEvent(string Type, TerraUser User, IReadOnlyList<TerraDaily> Data, string Version);

internal sealed record TerraReauthEvent(string Type, string Status, TerraUser? OldUser, TerraUser NewUser, string Version);

/// <summary>Events without data; each type carries only its own fields.</summary>
internal sealed record TerraLifecycleEvent
{
    public required string Type { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Status { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public TerraUser? User { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Message { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? Reason { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? ReferenceId { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? WidgetSessionId { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? FlowId { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? ScopesAdded { get; init; }
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public string? ScopesRemoved { get; init; }
    public string Version { get; init; } = TerraJson.ApiVersion;
}

/// <summary>{"status":"success","type":"s3_payload","url":"https://storage.googleapis.com/…","expires_in":600,"payload_reference":"…"}</summary>
internal sealed record TerraLinkEvent(string Status, string Type, string Url, int ExpiresIn, string PayloadReference);

internal sealed record TerraWidgetRequest(string? Providers, string? ReferenceId, string? AuthSuccessRedirectUrl, string? AuthFailureRedirectUrl);

internal sealed record TerraWidgetSession(string SessionId, string Url, string Status, int ExpiresIn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TerraSleepEvent))]
[JsonSerializable(typeof(TerraDailyEvent))]
[JsonSerializable(typeof(TerraReauthEvent))]
[JsonSerializable(typeof(TerraLifecycleEvent))]
[JsonSerializable(typeof(TerraLinkEvent))]
[JsonSerializable(typeof(TerraWidgetRequest))]
[JsonSerializable(typeof(TerraWidgetSession))]
internal sealed partial class TerraJson : JsonSerializerContext
{
    public const string ApiVersion = "2022-03-16";

    /// <summary>Plus signs of offsets go out plain.</summary>
    public static TerraJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
