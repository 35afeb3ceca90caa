using NodaTime;
using NodaTime.Text;
using NodaTime.TimeZones;

namespace Apex.Infrastructure.Providers;

/// <summary>An ISO 8601 time as a vendor wrote it, with its own offset where it states one.</summary>
internal readonly record struct VendorTime(LocalDateTime Local, Offset? Offset)
{
    private static readonly Offset _mostWest = NodaTime.Offset.FromHours(-12);
    private static readonly Offset _mostEast = NodaTime.Offset.FromHours(14);

    public int? OffsetMin => Offset?.Seconds / 60;

    /// <summary>The calendar date on the wearer's clock, as written.</summary>
    public DateOnly Date => Local.Date.ToDateOnly();

    /// <summary>"2026-03-01T07:05:00.000+01:00", "…Z", or without an offset. Years 2000 to 2199, offsets -12:00 to +14:00.</summary>
    public static VendorTime? Parse(string text)
    {
        var withOffset = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (withOffset.Success)
        {
            var value = withOffset.Value;
            return IsSane(value.LocalDateTime) && value.Offset >= _mostWest && value.Offset <= _mostEast
                ? new VendorTime(value.LocalDateTime, value.Offset)
                : null;
        }

        var local = LocalDateTimePattern.ExtendedIso.Parse(text);
        return local.Success && IsSane(local.Value) ? new VendorTime(local.Value, null) : null;
    }

    /// <summary>Times without an offset are read on the person's clock; a skipped one moves forward, of a double one the earlier counts.</summary>
    public DateTimeOffset ToUtc(DateTimeZone zone) => Offset is { } offset
        ? Local.WithOffset(offset).ToInstant().ToDateTimeOffset()
        : Local.InZone(zone, Resolvers.LenientResolver).ToInstant().ToDateTimeOffset();

    public static DateTimeZone Zone(string timeZone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(timeZone) ?? DateTimeZone.Utc;

    public static DateOnly LocalDate(DateTimeOffset instant, DateTimeZone zone) =>
        Instant.FromDateTimeOffset(instant).InZone(zone).Date.ToDateOnly();

    public static DateOnly LocalDate(DateTimeOffset instant, int? offsetMin, DateTimeZone zone) => offsetMin is { } minutes
        ? DateOnly.FromDateTime(instant.UtcDateTime.AddMinutes(minutes))
        : LocalDate(instant, zone);

    public static double OffsetSeconds(DateTimeOffset instant, DateTimeZone zone) => zone.GetUtcOffset(Instant.FromDateTimeOffset(instant)).Seconds;

    private static bool IsSane(LocalDateTime local) => local.Year is >= 2000 and < 2200;
}
