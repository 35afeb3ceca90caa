using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Oura's rows, read field by field so that one bad field costs only itself. Durations are whole seconds.</summary>
internal static class OuraPayloads
{
    public const string Sleep = "sleep";
    public const string DailyActivity = "daily_activity";

    private const int StepMin = 5;

    /// <summary>A day of 25 hours.</summary>
    private const int MostSteps = 25 * 60 / StepMin;

    /// <summary>A night, its HRV (RMSSD, ms; null on short nights) and resting heart rate.</summary>
    /// <remarks>
    /// GET /v2/usercollection/sleep; by id the row stands alone, without the envelope:
    /// { "data": [ {
    ///     "id": "8f9a5221-…", "day": "2026-03-02", "type": "long_sleep", "period": 0,
    ///     "bedtime_start": "2026-03-01T23:12:04.000+01:00", "bedtime_end": "2026-03-02T07:05:34.000+01:00",
    ///     "time_in_bed": 28410, "total_sleep_duration": 25830, "awake_time": 2580,
    ///     "light_sleep_duration": 14310, "deep_sleep_duration": 5520, "rem_sleep_duration": 6000,
    ///     "latency": 540, "efficiency": 91, "average_hrv": 48, "lowest_heart_rate": 47 } ],
    ///   "next_token": null }
    /// </remarks>
    public static RecordValues ReadSleep(FieldReader row, VendorTime start, VendorTime end, NodaTime.DateTimeZone zone)
    {
        var type = row.Text("type");
        var hrvMs = row.Number("average_hrv");
        return new()
        {
            Sleep = new()
            {
                StartUtc = start.ToUtc(zone),
                EndUtc = end.ToUtc(zone),
                EndOffsetMin = end.OffsetMin,
                InBedMin = row.MinutesFromSeconds("time_in_bed"),
                VendorAsleepMin = row.MinutesFromSeconds("total_sleep_duration"),
                RemMin = row.MinutesFromSeconds("rem_sleep_duration"),
                DeepMin = row.MinutesFromSeconds("deep_sleep_duration"),
                LightMin = row.MinutesFromSeconds("light_sleep_duration"),
                AwakeMin = row.MinutesFromSeconds("awake_time"),
                LatencyMin = row.MinutesFromSeconds("latency"),
                VendorEfficiency = row.Number("efficiency"),
                IsNapByVendor = type is "sleep" or "late_nap",
            },
            HrvMs = hrvMs,
            HrvKind = hrvMs is null ? null : HrvKind.RmssdNight,

            // Oura has no daily resting heart rate; the lowest of the long sleep is what its app shows, nearly. A nap's lowest is higher.
            RestingHrBpm = type == "long_sleep" ? row.Number("lowest_heart_rate") : null,
        };
    }

    /// <summary>A day's steps and activity; the vendor's day runs from 04:00 to 03:59 local and today's row changes all day.</summary>
    /// <remarks>
    /// GET /v2/usercollection/daily_activity:
    /// { "data": [ { "id": "…", "day": "2026-03-01", "steps": 9120, "high_activity_time": 960, "medium_activity_time": 2400,
    ///     "low_activity_time": 11040, "class_5_min": "0011233345…",
    ///     "timestamp": "2026-03-01T04:00:00+01:00" } ], "next_token": null }
    /// </remarks>
    public static RecordValues ReadActivity(FieldReader row, NodaTime.DateTimeZone zone)
    {
        var from = row.Time("timestamp")?.ToUtc(zone);
        var wear = from is null ? null : ReadWear(row);
        var moderateMinutes = row.MinutesFromSeconds("medium_activity_time");
        var vigorousMinutes = row.MinutesFromSeconds("high_activity_time");
        var values = new RecordValues
        {
            Steps = row.Count("steps"),
            ActivityMinutes = moderateMinutes + vigorousMinutes,
            ModerateMinutes = moderateMinutes,
            VigorousMinutes = vigorousMinutes,
            Wear = wear,
            WearFromMs = wear is null ? null : from?.ToUnixTimeMilliseconds(),
        };

        // A ring in a drawer has counted no steps: it has not counted any.
        return wear is not null && WearRuns.IsNeverWorn(wear) ? new() { Wear = wear, WearFromMs = values.WearFromMs } : values;
    }

    // One digit per five minutes: 0 not worn, 1 rest, 2 inactive, 3-5 activity (https://cloud.ouraring.com/v2/docs#tag/Daily-Activity-Routes, read 2026-11).
    private static string? ReadWear(FieldReader row) =>
        row.Text("class_5_min") is { Length: > 0 and <= MostSteps } digits && digits.All(char.IsAsciiDigit)
            ? WearRuns.Encode(digits.Select(digit => digit switch { '0' => WearKind.NotWorn, '1' => WearKind.Rest, _ => WearKind.Active }), StepMin)
            : null;
}
