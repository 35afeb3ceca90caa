using System.Text.Json.Serialization;

namespace Apex.Simulator.Garmin;

// Field names as public integrations document them; Garmin leaves out what it does not know.
//   {"sleeps":[{"userId":"…","summaryId":"x…","calendarDate":"2026-03-10","startTimeInSeconds":1773093840,"startTimeOffsetInSeconds":3600,…}]}
internal sealed record GarminBody
{
    public IReadOnlyList<GarminSleep>? Sleeps { get; init; }
    public IReadOnlyList<GarminHrv>? Hrv { get; init; }
    public IReadOnlyList<GarminDaily>? Dailies { get; init; }
    public IReadOnlyList<GarminDeregistration>? Deregistrations { get; init; }
    public IReadOnlyList<GarminPermissionChange>? UserPermissionsChange { get; init; }
}

internal sealed record GarminSpan(long StartTimeInSeconds, long EndTimeInSeconds);

internal sealed record GarminScore(int Value, string QualifierKey);

internal sealed record GarminNap(long NapStartTimeInSeconds, int NapDurationInSeconds, int NapOffsetInSeconds);

internal sealed record GarminSleep
{
    public required string UserId { get; init; }
    public required string SummaryId { get; init; }
    public DateOnly? CalendarDate { get; init; }
    public long StartTimeInSeconds { get; init; }
    public int StartTimeOffsetInSeconds { get; init; }
    public int DurationInSeconds { get; init; }
    public int UnmeasurableSleepDurationInSeconds { get; init; }
    public int DeepSleepDurationInSeconds { get; init; }
    public int LightSleepDurationInSeconds { get; init; }
    public int RemSleepInSeconds { get; init; }
    public int AwakeDurationInSeconds { get; init; }
    public IReadOnlyDictionary<string, IReadOnlyList<GarminSpan>>? SleepLevelsMap { get; init; }
    public required string Validation { get; init; }
    public GarminScore? OverallSleepScore { get; init; }
    public IReadOnlyList<GarminNap>? Naps { get; init; }
}

internal sealed record GarminHrv
{
    public required string UserId { get; init; }
    public required string SummaryId { get; init; }
    public DateOnly? CalendarDate { get; init; }
    public long StartTimeInSeconds { get; init; }
    public int StartTimeOffsetInSeconds { get; init; }
    public int DurationInSeconds { get; init; }
    public int LastNightAvg { get; init; }

    [JsonPropertyName("lastNight5MinHigh")]
    public int LastNight5MinHigh { get; init; }

    public IReadOnlyDictionary<string, int>? HrvValues { get; init; }
}

internal sealed record GarminDaily
{
    public required string UserId { get; init; }
    public required string SummaryId { get; init; }
    public DateOnly? CalendarDate { get; init; }
    public string ActivityType { get; init; } = "WALKING";
    public long StartTimeInSeconds { get; init; }
    public int StartTimeOffsetInSeconds { get; init; }
    public int DurationInSeconds { get; init; }
    public int Steps { get; init; }
    public double DistanceInMeters { get; init; }
    public int ActiveTimeInSeconds { get; init; }
    public int ActiveKilocalories { get; init; }
    public int BmrKilocalories { get; init; }
    public int ModerateIntensityDurationInSeconds { get; init; }
    public int VigorousIntensityDurationInSeconds { get; init; }
    public int? RestingHeartRateInBeatsPerMinute { get; init; }
    public int? MinHeartRateInBeatsPerMinute { get; init; }
    public int? MaxHeartRateInBeatsPerMinute { get; init; }
    public int? AverageHeartRateInBeatsPerMinute { get; init; }
    public int AverageStressLevel { get; init; }
    public IReadOnlyDictionary<string, int>? TimeOffsetHeartRateSamples { get; init; }
}

internal sealed record GarminDeregistration(string UserId);

internal sealed record GarminPermissionChange(string UserId, string SummaryId, IReadOnlyList<string> Permissions, long ChangeTimeInSeconds);

internal sealed record GarminUser(string UserId);

internal sealed record GarminPermissions(IReadOnlyList<string> Permissions);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GarminBody))]
[JsonSerializable(typeof(GarminUser))]
[JsonSerializable(typeof(GarminPermissions))]
internal sealed partial class GarminJson : JsonSerializerContext;
