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
}
