namespace Apex.Tests.Support;

/// <summary>The published formula once more (science 1.3), written apart from the product; only for days with HRV, resting HR and
/// a night of <see cref="TestRecords.Night"/>. Stored values have two decimals, the formula runs over stored values.</summary>
internal static class ExpectedRecovery
{
    /// <param name="earlier">Days before (1 = yesterday) with HRV in ms and resting HR in bpm.</param>
    /// <returns>With one decimal, as stored; null while calibrating.</returns>
    public static double? Score(double hours, double hrvMs, double bpm, IReadOnlyList<(int DaysBefore, double HrvMs, double Bpm)> earlier)
    {
        var history = earlier.Where(day => day.DaysBefore is >= 1 and <= 60).ToList();
        if (history.Count(day => day.DaysBefore <= 30) < 4)
        {
            return null;
        }

        var efficiency = Math.Round(100 * hours / (hours + 0.5), 2, MidpointRounding.AwayFromZero);
        var sleep = (0.25 * Duration(hours)) + (0.15 * Efficiency(efficiency));
        return Math.Round((0.40 * Percentile(HrvZ(hrvMs, history))) + (0.20 * Percentile(BpmZ(bpm, history))) + sleep, 1, MidpointRounding.AwayFromZero);
    }

    private static double HrvZ(double hrvMs, List<(int DaysBefore, double HrvMs, double Bpm)> history)
    {
        var (mean, deviation, count, lagged) = Normal([.. history.Select(day => (day.DaysBefore, Math.Log(day.HrvMs)))], 0.18, 0.08, 0.45);
        var acute = (Math.Log(hrvMs) - mean) / (deviation * Math.Sqrt(1 + (1.0 / count)));
        var week = history.Where(day => day.DaysBefore <= 6).Select(day => Math.Log(day.HrvMs)).Append(Math.Log(hrvMs)).ToList();
        var z = lagged && week.Count >= 3 ? (0.7 * acute) + (0.3 * (week.Average() - mean) / deviation) : acute;
        return Math.Min(3, Math.Max(-3, z));
    }

    private static double BpmZ(double bpm, List<(int DaysBefore, double HrvMs, double Bpm)> history)
    {
        var (mean, deviation, count, _) = Normal([.. history.Select(day => (day.DaysBefore, day.Bpm))], 2.5, 1.5, 6);
        return Math.Min(1.5, Math.Max(-3, (mean - bpm) / (deviation * Math.Sqrt(1 + (1.0 / count)))));
    }

    private static (double Mean, double Deviation, int Count, bool Lagged) Normal(List<(int DaysBefore, double Value)> values, double prior, double min, double max)
    {
        var old = values.Where(value => value.DaysBefore > 7).Select(value => value.Value).ToList();
        var used = old.Count >= 14 ? old : [.. values.Select(value => value.Value)];
        var mean = used.Average();
        var squares = used.Sum(value => Math.Pow(value - mean, 2));
        var deviation = Math.Sqrt((squares + (7 * prior * prior)) / (used.Count - 1 + 7));
        return (mean, Math.Min(max, Math.Max(min, deviation)), used.Count, old.Count >= 14);
    }

    private static double Percentile(double z) => 100 / (1 + Math.Exp(-1.702 * z));

    private static double Duration(double hours) => hours < 7 ? Math.Max(0, 100 - (25 * (7 - hours))) : hours > 9 ? Math.Max(70, 100 - (10 * (hours - 9))) : 100;

    private static double Efficiency(double percent) => percent switch
    {
        <= 50 => 0,
        <= 74 => 40 * (percent - 50) / 24,
        <= 85 => 40 + (45 * (percent - 74) / 11),
        <= 92 => 85 + (15 * (percent - 85) / 7),
        _ => 100,
    };
}
