namespace Apex.Domain.Freshness;

/// <summary>Percentiles of lateness (science 8.2): what never arrived is infinitely late and stays in.</summary>
public static class NearestRank
{
    /// <param name="latenesses">Null: never arrived.</param>
    /// <param name="quantile">0 to 1.</param>
    /// <returns>Null: the rank falls on one that never arrived, or there is none at all.</returns>
    public static TimeSpan? Of(IReadOnlyCollection<TimeSpan?> latenesses, double quantile)
    {
        if (latenesses.Count == 0)
        {
            return null;
        }

        var sorted = latenesses.OrderBy(lateness => lateness ?? TimeSpan.MaxValue).ToList();
        return sorted[Math.Max(1, (int)Math.Ceiling(quantile * sorted.Count)) - 1];
    }
}
