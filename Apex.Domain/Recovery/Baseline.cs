using Apex.Domain.Plausibility;

namespace Apex.Domain.Recovery;

/// <summary>A signal's personal normal over the 60 days before a day, never including the day itself (science 1.3).</summary>
/// <param name="Mean">Of ln ms for HRV, of bpm for resting HR; 0 without values.</param>
/// <param name="StandardDeviation">Sample deviation (n - 1); 0 for fewer than two values.</param>
/// <param name="Count">Values behind mean and deviation.</param>
/// <param name="Total">Values in D-60..D-1.</param>
/// <param name="Recent">Values in D-30..D-1.</param>
/// <param name="Lagged">The last week is left out, so that a bad week does not move its own yardstick.</param>
public sealed record Baseline(double Mean, double StandardDeviation, int Count, int Total, int Recent, bool Lagged)
{
    public const int WindowDays = 60;
    public const int LagDays = 7;
    public const int RecentDays = 30;

    /// <summary>Fewer values, or fewer recent ones: calibrating.</summary>
    public const int MinValues = 4;

    /// <summary>Fewer values: the score is provisional. So many older than a week: the baseline lags.</summary>
    public const int EstablishedValues = 14;

    /// <summary>Pseudo-nights behind the prior deviation; they fade out by about 30 nights.</summary>
    private const double PriorNights = 7;

    public bool IsUsable => Total >= MinValues && Recent >= MinValues;

    /// <param name="transform">Applied to each plausible value: ln for HRV.</param>
    public static Baseline Of(IReadOnlyList<HistoryValue> history, Limits limits, Func<double, double> transform)
    {
        var values = Within(history, limits, WindowDays).Select(value => (value.DayOffset, Value: transform(value.Value))).ToList();
        var old = values.Where(value => value.DayOffset < -LagDays).Select(value => value.Value).ToList();
        var isLagged = old.Count >= EstablishedValues;
        var used = isLagged ? old : values.ConvertAll(value => value.Value);
        var mean = used.Count == 0 ? 0 : used.Average();
        return new(
            mean,
            used.Count < 2 ? 0 : Math.Sqrt(used.Sum(value => (value - mean) * (value - mean)) / (used.Count - 1)),
            used.Count,
            values.Count,
            values.Count(value => value.DayOffset >= -RecentDays),
            isLagged);
    }

    /// <summary>The plausible values of D-days..D-1.</summary>
    internal static IEnumerable<HistoryValue> Within(IReadOnlyList<HistoryValue> history, Limits limits, int days) =>
        history.Where(value => value.DayOffset >= -days && value.DayOffset <= -1 && limits.Allows(value.Value));

    /// <summary>The deviation drawn towards a prior while nights are few, and bounded, so that a very regular person's z does not explode.</summary>
    public double EffectiveDeviation(double prior, double min, double max)
    {
        var degrees = Math.Max(0, Count - 1);
        var variance = ((degrees * StandardDeviation * StandardDeviation) + (PriorNights * prior * prior)) / (degrees + PriorNights);
        return Math.Clamp(Math.Sqrt(variance), min, max);
    }
}
