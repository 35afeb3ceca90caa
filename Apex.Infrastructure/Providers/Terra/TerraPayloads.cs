using System.Globalization;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using NodaTime;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Terra's elements, read field by field: every number may be null or fractional, unknown keys are ignored, and the dashboard's test
/// button sends nonsense (asleep 377 s, in bed 55 s, efficiency 1.99), which must cost fields and never the event.</summary>
internal static class TerraPayloads
{
    public const string Sleep = "sleep";
    public const string Daily = "daily";
    public const string Auth = "auth";
    public const string Deauth = "deauth";
    public const string AccessRevoked = "access_revoked";
    public const string UserReauth = "user_reauth";
    public const string ConnectionError = "connection_error";
    public const string PermissionChange = "permission_change";
    public const string S3Payload = "s3_payload";

    public static readonly IReadOnlyList<string> AccountTypes = [Auth, Deauth, AccessRevoked, UserReauth, ConnectionError, PermissionChange];

    private const int UploadedTentative = 3;

    /// <summary>The date part as written, before any zone conversion.</summary>
    public static DateOnly? DateOf(string? time) =>
        time is { Length: >= 10 }
        && DateOnly.TryParseExact(time.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is >= 2000 and < 2200
            ? date
            : null;

    public static bool IsTentative(FieldReader metadata) => metadata.Number("upload_type") == UploadedTentative;

    /// <summary>The wearer's offset, or null where the time was stated in UTC or without one: then the person's zone tells the date.</summary>
    public static int? OffsetMin(FieldReader metadata, VendorTime time) =>
        time.OffsetMin == 0 && metadata.Number("timestamp_localization") == 0 ? null : time.OffsetMin;

    /// <summary>timestamp_localization 0 = UTC, 1 = local; a time without offset is local unless it says 0.</summary>
    public static DateTimeOffset ToUtc(FieldReader metadata, VendorTime time, DateTimeZone zone) =>
        time.ToUtc(time.Offset is null && metadata.Number("timestamp_localization") == 0 ? DateTimeZone.Utc : zone);

    /// <remarks>
    /// { "metadata": { "start_time": "2026-03-01T23:12:04.000000+01:00", "end_time": "2026-03-02T07:05:34.000000+01:00", "is_nap": false,
    ///     "summary_id": "…", "timestamp_localization": 1, "upload_type": 2 },
    ///   "sleep_durations_data": {
    ///     "asleep": { "duration_asleep_state_seconds": 25830.0, "duration_deep_sleep_state_seconds": 5520.0,
    ///                 "duration_light_sleep_state_seconds": 14310.0, "duration_REM_sleep_state_seconds": 6000.0 },
    ///     "awake": { "duration_awake_state_seconds": 2580.0, "sleep_latency_seconds": 540.0 },
    ///     "other": { "duration_in_bed_seconds": 28410.0 }, "sleep_efficiency": 0.91 },
    ///   "heart_rate_data": { "summary": { "avg_hrv_rmssd": 48.2, "avg_hrv_sdnn": null, "resting_hr_bpm": 47 } } }
    /// </remarks>
    public static RecordValues ReadSleep(FieldReader element, SourceId source, SleepSession session)
    {
        var durations = element.Object("sleep_durations_data");
        var asleep = durations?.Object("asleep");
        var awake = durations?.Object("awake");
        var heart = element.Object("heart_rate_data")?.Object("summary");
        var (hrvMs, kind) = ReadHrv(heart, source, HrvKind.RmssdNight, HrvKind.SdnnNight);
        return new()
        {
            Sleep = session with
            {
                InBedMin = durations?.Object("other")?.MinutesFromSeconds("duration_in_bed_seconds"),
                VendorAsleepMin = asleep?.MinutesFromSeconds("duration_asleep_state_seconds"),
                RemMin = asleep?.MinutesFromSeconds("duration_REM_sleep_state_seconds"),
                DeepMin = asleep?.MinutesFromSeconds("duration_deep_sleep_state_seconds"),
                LightMin = asleep?.MinutesFromSeconds("duration_light_sleep_state_seconds"),
                AwakeMin = awake?.MinutesFromSeconds("duration_awake_state_seconds"),
                LatencyMin = awake?.MinutesFromSeconds("sleep_latency_seconds"),
                VendorEfficiency = Percent(durations?.Number("sleep_efficiency")),
            },
            HrvMs = hrvMs,
            HrvKind = kind,
            RestingHrBpm = heart?.Number("resting_hr_bpm"),
        };
    }

    /// <remarks>
    /// { "metadata": { "start_time": "2026-03-01T00:00:00.000000+01:00", "end_time": "2026-03-02T00:00:00.000000+01:00", "upload_type": 2 },
    ///   "distance_data": { "steps": 9120 }, "active_durations_data": { "activity_seconds": 5400.0, "moderate_intensity_seconds": 2400.0,
    ///   "vigorous_intensity_seconds": 960.0 }, "heart_rate_data": { "summary": { "resting_hr_bpm": 51, "avg_hrv_rmssd": 45.0 } },
    ///   "strain_data": { "strain_level": 14.5 } }
    /// </remarks>
    public static RecordValues ReadDaily(FieldReader element, SourceId source)
    {
        var active = element.Object("active_durations_data");
        var moderate = active?.MinutesFromSeconds("moderate_intensity_seconds");
        var vigorous = active?.MinutesFromSeconds("vigorous_intensity_seconds");
        var heart = element.Object("heart_rate_data")?.Object("summary");
        var (hrvMs, kind) = ReadHrv(heart, source, HrvKind.RmssdSpot, HrvKind.SdnnSpot);
        return new()
        {
            Steps = element.Object("distance_data")?.Count("steps"),
            ModerateMinutes = moderate,
            VigorousMinutes = vigorous,
            ActivityMinutes = moderate is null && vigorous is null
                ? active?.MinutesFromSeconds("activity_seconds")
                : (moderate ?? 0) + (vigorous ?? 0),
            RestingHrBpm = heart?.Number("resting_hr_bpm"),
            HrvMs = hrvMs,
            HrvKind = kind,

            // Only WHOOP's strain is on the 0-21 scale; data_enrichment.strain_index is Terra's own and another thing.
            VendorStrain = source == SourceId.Whoop ? element.Object("strain_data")?.Number("strain_level") : null,
        };
    }

    // HealthKit's HRV is SDNN of odd moments, whatever it arrives in; nobody else's is taken for it.
    private static (double? HrvMs, HrvKind? Kind) ReadHrv(FieldReader? heart, SourceId source, HrvKind rmssdKind, HrvKind sdnnKind)
    {
        var rmssd = heart?.Number("avg_hrv_rmssd");
        var sdnn = heart?.Number("avg_hrv_sdnn");
        return (source == SourceId.AppleHealth, rmssd, sdnn) switch
        {
            (true, _, not null) => (sdnn, HrvKind.SdnnSpot),
            (_, not null, _) => (rmssd, rmssdKind),
            (_, null, not null) => (sdnn, sdnnKind),
            _ => (null, null),
        };
    }

    // The spec says 0-100, older payloads hold 0-1. An honest efficiency of one percent does not occur.
    private static double? Percent(double? value) => value is > 0 and <= 1 ? value * 100 : value;
}
