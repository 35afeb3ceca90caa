using Apex.Domain.Quota;
using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Providers;

/// <summary>Vendors, limits and answers in words.</summary>
internal static class ProviderText
{
    /// <summary>Milliseconds below a second, else seconds with one decimal.</summary>
    public static string Took(int ms) => ms < 1000 ? UnitText.Number(ms, "ms") : UnitText.Number(ms / 1000d, "s", ms % 1000 == 0 ? 0 : 1);

    /// <summary><c>all requests, any 5 min</c>.</summary>
    public static string Window(QuotaGauge gauge)
    {
        var span = UnitText.Span(TimeSpan.FromSeconds(gauge.SpanSeconds));
        return gauge.Scope == QuotaScope.App ? $"all requests, any {span}" : $"one person's requests, any {span}";
    }

    public static string Class(CallClass callClass) => callClass switch
    {
        CallClass.Notification => "notices",
        CallClass.Manual => "sync by hand",
        CallClass.GapCheck => "gap checks",
        CallClass.Poll => "polls",
        CallClass.Backfill => "backfill",
        _ => throw new ArgumentOutOfRangeException(nameof(callClass), callClass, null),
    };

    /// <summary>Who finds no room, and until when; null: there is room for all.</summary>
    public static string? Full(QuotaGauge gauge, DateTimeOffset now, TimeZoneInfo zone)
    {
        var waits = gauge.Classes.Where(room => room.FreeAt is not null).GroupBy(room => room.FreeAt!.Value)
            .Select(rooms => $"{string.Join(", ", rooms.Select(room => Class(room.Class)))} until {Second(rooms.Key, now, zone)}")
            .ToList();
        return waits.Count == 0 ? null : $"No room for {string.Join("; ", waits)}";
    }

    public static string Ceilings(QuotaGauge gauge) =>
        string.Join(", ", gauge.Classes.Select(room => $"{Class(room.Class)} {UnitText.Number(room.Ceiling)}"));

    // Windows of minutes free by the second.
    private static string Second(DateTimeOffset at, DateTimeOffset now, TimeZoneInfo zone) => at - now < TimeSpan.FromHours(1)
        ? TimeZoneInfo.ConvertTime(at, zone).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)
        : ClockText.At(at, now, zone);
}
