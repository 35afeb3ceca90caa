using System.Globalization;

namespace Apex.Web.Components.Shared;

/// <summary>Instants as times of day in a zone.</summary>
internal static class ClockText
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary><c>08:40</c> today, else with the day: <c>tomorrow 08:40</c>, <c>Mon 08:40</c>, <c>4 May 08:40</c>.</summary>
    public static string At(DateTimeOffset instant, DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(instant, zone);
        var today = TimeZoneInfo.ConvertTime(now, zone);
        return (local.Date - today.Date).Days switch
        {
            0 => local.ToString("HH:mm", Invariant),
            1 => local.ToString("'tomorrow' HH:mm", Invariant),
            -1 => local.ToString("'yesterday' HH:mm", Invariant),
            > -7 and < 7 => local.ToString("ddd HH:mm", Invariant),
            _ => local.ToString("d MMM HH:mm", Invariant),
        };
    }

    /// <summary>Like <see cref="At"/>, but a time within the next day needs no day.</summary>
    public static string Soon(DateTimeOffset instant, DateTimeOffset now, TimeZoneInfo zone) => instant >= now && instant - now < TimeSpan.FromDays(1)
        ? TimeZoneInfo.ConvertTime(instant, zone).ToString("HH:mm", Invariant)
        : At(instant, now, zone);

    public static string Day(DateOnly day) => day.ToString("ddd d MMM", Invariant);

    /// <summary>The place a zone is named after: <c>Europe/Berlin</c> is <c>Berlin</c>.</summary>
    public static string Place(string zoneId) => zoneId[(zoneId.LastIndexOf('/') + 1)..].Replace('_', ' ');

    /// <summary>A person's zone; UTC when the machine does not know it.</summary>
    public static TimeZoneInfo Zone(string zoneId) => TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Both zones show the same time now.</summary>
    public static bool SameNow(TimeZoneInfo one, TimeZoneInfo other, DateTimeOffset now) => one.GetUtcOffset(now) == other.GetUtcOffset(now);
}
