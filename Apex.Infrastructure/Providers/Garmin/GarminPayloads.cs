using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>Garmin's records, read field by field. Field names are from public integrations; the spec is behind the partner portal.</summary>
internal static class GarminPayloads
{
    public const string Sleeps = "sleeps";
    public const string Hrv = "hrv";
    public const string Dailies = "dailies";
    public const string Deregistrations = "deregistrations";
    public const string PermissionChanges = "userPermissionsChange";

    /// <summary>A night. Null when it has no length. There is no onset latency and no efficiency.</summary>
    /// <remarks>
    /// { "userId": "…", "summaryId": "…", "calendarDate": "2026-03-02", "startTimeInSeconds": 1772402400, "startTimeOffsetInSeconds": 3600,
    ///   "durationInSeconds": 25200, "deepSleepDurationInSeconds": 5400, "lightSleepDurationInSeconds": 14400, "remSleepInSeconds": 5400,
    ///   "awakeDurationInSeconds": 1800, "unmeasurableSleepDurationInSeconds": 0, "validation": "AUTO_FINAL",
    ///   "naps": [ { "napStartTimeInSeconds": 1772456400, "napDurationInSeconds": 1500, "napOffsetInSeconds": 3600 } ] }
    /// </remarks>
    public static SleepSession? ReadSleep(FieldReader record, DateTimeOffset start, int? offsetMin, bool tentative)
    {
        var deep = record.Number("deepSleepDurationInSeconds");
        var light = record.Number("lightSleepDurationInSeconds");
        var rem = record.Number("remSleepInSeconds");
        var awake = record.Number("awakeDurationInSeconds");
        var vendorTotal = record.Number("durationInSeconds");
        var staged = (deep ?? 0) + (light ?? 0) + (rem ?? 0);
        var asleep = staged > 0 ? staged : vendorTotal;

        // Integrations disagree on whether durationInSeconds holds the time awake; the parts decide, and the longer reading is the end.
        var unmeasured = record.Number("unmeasurableSleepDurationInSeconds") ?? 0;
        var length = Math.Max(vendorTotal ?? 0, (asleep ?? 0) + unmeasured + (awake ?? 0));
        return length > 0 && length <= GarminDay.MaxDuration.TotalSeconds
            ? new()
            {
                StartUtc = start,
                EndUtc = start.AddSeconds(length),
                EndOffsetMin = offsetMin,
                InBedMin = (asleep + awake) / 60,
                VendorAsleepMin = staged > 0 ? null : vendorTotal / 60,
                RemMin = staged > 0 ? rem / 60 : null,
                DeepMin = staged > 0 ? deep / 60 : null,
                LightMin = staged > 0 ? light / 60 : null,
                AwakeMin = awake / 60,
                Tentative = tentative,
            }
            : null;
    }

    /// <summary>{ "userId": "…", "summaryId": "…", "calendarDate": "2026-03-02", "startTimeInSeconds": 1772402400, "durationInSeconds": 25200,
    /// "startTimeOffsetInSeconds": 3600, "lastNightAvg": 44, "lastNight5MinHigh": 71, "hrvValues": { "300": 41 } }: milliseconds, RMSSD.</summary>
    public static RecordValues? ReadHrv(FieldReader record) =>
        record.Number("lastNightAvg") is { } hrvMs ? new() { HrvMs = hrvMs, HrvKind = HrvKind.RmssdNight } : null;

    /// <summary>{ "userId": "…", "summaryId": "…", "calendarDate": "2026-03-01", "startTimeInSeconds": 1772319600, "startTimeOffsetInSeconds": 3600,
    /// "durationInSeconds": 86400, "steps": 10412, "moderateIntensityDurationInSeconds": 1500, "vigorousIntensityDurationInSeconds": 600,
    /// "restingHeartRateInBeatsPerMinute": 51, "averageStressLevel": -1 }. Resting HR is null until the night is processed. Stress is no strain.
    /// Vigorous seconds are raw: Garmin's app counts them twice, this does not.</summary>
    public static RecordValues ReadDaily(FieldReader record, DateTimeOffset? dataThrough)
    {
        var moderate = record.MinutesFromSeconds("moderateIntensityDurationInSeconds");
        var vigorous = record.MinutesFromSeconds("vigorousIntensityDurationInSeconds");
        return new()
        {
            Steps = record.Count("steps"),
            ModerateMinutes = moderate,
            VigorousMinutes = vigorous,
            ActivityMinutes = moderate is null && vigorous is null ? null : (moderate ?? 0) + (vigorous ?? 0),
            RestingHrBpm = record.Number("restingHeartRateInBeatsPerMinute"),
            DataThroughMs = dataThrough?.ToUnixTimeMilliseconds(),
        };
    }
}
