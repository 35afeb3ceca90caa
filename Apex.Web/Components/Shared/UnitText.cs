using System.Globalization;

namespace Apex.Web.Components.Shared;

/// <summary>Numbers, durations and ages as Apex writes them everywhere: thin spaces that do not break, units always.</summary>
internal static class UnitText
{
    /// <summary>Narrow no-break space: between thousands and before a unit.</summary>
    public const char Thin = '\u202F';

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = Thin.ToString(), NumberDecimalSeparator = ".", NegativeSign = "−" };

    /// <summary>Rounds halves away from zero, as people do.</summary>
    public static string Number(double value, string? unit = null, int decimals = 0)
    {
        var rounded = Math.Round(value, decimals, MidpointRounding.AwayFromZero);
        var digits = (rounded == 0 ? 0 : rounded).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), Format);
        return unit is null ? digits : $"{digits}{Thin}{unit}";
    }

    /// <summary><c>7 h 03</c>, or <c>35 min</c> below an hour; whole minutes.</summary>
    public static string Duration(TimeSpan value)
    {
        var minutes = (long)Math.Round(value.TotalMinutes, MidpointRounding.AwayFromZero);
        return minutes < 60
            ? Number(minutes, "min")
            : string.Create(CultureInfo.InvariantCulture, $"{Number(minutes / 60)}{Thin}h{Thin}{minutes % 60:00}");
    }

    /// <summary>How long ago, in the one largest unit that fits; rounded down, so that it never claims more age than there is.</summary>
    public static string Age(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalMinutes: < -1 } => $"in {Span(at - now)}",
        { TotalSeconds: < 10 } => "just now",
        var age => $"{Span(age)} ago",
    };

    /// <summary>A bounded count: <c>10 000+</c> when there are more.</summary>
    public static string Count(Apex.Infrastructure.Reading.BoundedCount count) => Number(count.Value) + (count.IsMore ? "+" : "");

    /// <summary><c>1 person</c>, <c>12 people</c>.</summary>
    public static string Some(long count, string one, string many) => Number(count, count == 1 ? one : many);

    /// <summary>A length of time in its one largest unit.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => Number((int)span.TotalSeconds, "s"),
        { TotalHours: < 1 } => Number((int)span.TotalMinutes, "min"),
        { TotalDays: < 2 } => Number((int)span.TotalHours, "h"),
        _ => Number((int)span.TotalDays, "days"),
    };
}
