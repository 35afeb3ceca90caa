using System.Globalization;

namespace Apex.Domain.Freshness;

/// <summary>The age of data in words (science 6.3): from the event, never from the sync.</summary>
public static class AgeText
{
    /// <summary>Minutes are whole ones that have passed; hours and days round half up.</summary>
    public static string Of(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => "just now",
        { TotalMinutes: < 90 } => Text(Math.Floor(age.TotalMinutes), "min"),
        { TotalHours: < 36 } => Text(Math.Floor(age.TotalHours + 0.5), "h"),
        _ => Text(Math.Floor(age.TotalDays + 0.5), "days"),
    };

    private static string Text(double count, string unit) => string.Create(CultureInfo.InvariantCulture, $"{count:0} {unit} old");
}
