using System.Globalization;

namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>The local calendar day of a record: nights by their end, days by their start.</summary>
internal static class GarminDay
{
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);
    public static readonly TimeSpan MaxOffset = TimeSpan.FromHours(14);

    public static DateOnly? Parse(string? calendarDate) =>
        DateOnly.TryParseExact(calendarDate, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 2200
            ? day
            : null;

    /// <summary>Null when the start is missing or a number is no duration or offset of this world.</summary>
    public static DateOnly? Of(string type, DateTimeOffset? start, double? offsetSeconds, double? durationSeconds)
    {
        var offset = offsetSeconds ?? 0;
        var duration = type == GarminPayloads.Dailies ? 0 : durationSeconds ?? 0;
        return start is { } instant && Math.Abs(offset) <= MaxOffset.TotalSeconds && duration >= 0 && duration <= MaxDuration.TotalSeconds
            ? DateOnly.FromDateTime(instant.UtcDateTime.AddSeconds(offset + duration))
            : null;
    }

    public static DateOnly? Computed(string type, PayloadToNormalize payload, FieldReader record, DateTimeOffset? start)
    {
        // Without an offset the person's own zone says which day it was.
        var offset = record.Number("startTimeOffsetInSeconds")
            ?? (start is { } instant ? VendorTime.OffsetSeconds(instant, VendorTime.Zone(payload.TimeZone)) : 0);
        return Of(type, start, offset, record.Number("durationInSeconds"));
    }

    // Garmin's own date keeps sleep, HRV and daily summary of a night together; one that is off by days is a mistake.
    public static DateOnly? Read(FieldReader record, DateOnly? computed)
    {
        var stated = record.Date("calendarDate");
        if (stated is null || computed is null || stated == computed)
        {
            return stated ?? computed;
        }

        record.Note("calendarDate", "vendor_day_differs");
        return Math.Abs(stated.Value.DayNumber - computed.Value.DayNumber) <= 1 ? stated : computed;
    }
}
