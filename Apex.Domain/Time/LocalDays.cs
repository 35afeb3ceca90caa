using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Apex.Domain.Time;

/// <summary>Local days and wall clocks of IANA zones. Wall clock to instant follows Noda Time's lenient rule everywhere:
/// an ambiguous time is the earlier instant, a skipped one is shifted forward by the gap (science 3.5).</summary>
public static class LocalDays
{
    private static readonly FrozenSet<string> KnownZones = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True for IANA ids, in their own letter case.</summary>
    public static bool IsKnownZone(string zone) => KnownZones.Contains(zone);

    /// <summary>The local date of an instant.</summary>
    /// <param name="offsetMin">Minutes east of UTC the source itself stated; beats the zone (science 3.4).</param>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static DateOnly DayOf(DateTimeOffset instantUtc, string zone, int? offsetMin = null)
    {
        var offset = offsetMin is { } minutes ? TimeSpan.FromMinutes(minutes) : OffsetAt(instantUtc, zone);
        // Saturates at the calendar's edges: instants come from outside.
        var localTicks = Math.Clamp(instantUtc.UtcTicks + offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks);
        return DateOnly.FromDateTime(new(localTicks));
    }

    /// <summary>The instant of a wall-clock time, in UTC.</summary>
    /// <param name="minuteOfDay">Minutes of wall clock after 00:00, 0-1439; larger values run into the following days.</param>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static DateTimeOffset ToUtcLenient(DateOnly day, int minuteOfDay, string zone)
    {
        var local = LocalDateTime.FromDateTime(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minuteOfDay));
        return local.InZone(Zone(zone), Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();
    }

    /// <summary>The first instant of a local day, in UTC; midnight itself may not exist or may exist twice.</summary>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static DateTimeOffset StartOfDay(DateOnly day, string zone) =>
        Zone(zone).AtStartOfDay(LocalDate.FromDateOnly(day)).ToInstant().ToDateTimeOffset();

    /// <summary>The same instant with the zone's offset.</summary>
    /// <exception cref="ArgumentException">The zone is unknown.</exception>
    public static DateTimeOffset ToLocal(DateTimeOffset instant, string zone) =>
        instant.ToOffset(OffsetAt(instant, zone));

    private static TimeSpan OffsetAt(DateTimeOffset instant, string zone) =>
        Zone(zone).GetUtcOffset(Instant.FromDateTimeOffset(instant)).ToTimeSpan();

    private static DateTimeZone Zone(string zone) =>
        IsKnownZone(zone)
            ? DateTimeZoneProviders.Tzdb[zone]
            : throw new ArgumentException($"'{zone}' is not an IANA time zone.", nameof(zone));
}
