using System.Globalization;

namespace Apex.Infrastructure.Outages;

/// <summary>Which days to ask for, so that every wearer's local days in an interval are covered.</summary>
internal static class ReconcileDays
{
    /// <summary>Apex's own bound: with the usual look-back of three days about six weeks. What is older is a backfill's matter.</summary>
    private const int MaxItems = 8;

    /// <summary>Newest first. An item of day D covers D - daysBefore to D + 1; a wearer's day may be a UTC day's neighbour.</summary>
    public static IReadOnlyList<string> Of(DateTimeOffset from, DateTimeOffset to, int daysBefore)
    {
        var first = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1);
        var days = new List<string>();
        for (var day = DateOnly.FromDateTime(to.UtcDateTime); days.Count < MaxItems; day = day.AddDays(-daysBefore - 2))
        {
            days.Add(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (day.AddDays(-daysBefore) <= first)
            {
                break;
            }
        }

        return days;
    }
}
