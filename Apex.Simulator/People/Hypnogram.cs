namespace Apex.Simulator.People;

internal enum SleepStage
{
    Awake,
    Light,
    Deep,
    Rem,
}

internal readonly record struct StageSpan(SleepStage Stage, DateTimeOffset Start, int Seconds)
{
    public DateTimeOffset End => Start.AddSeconds(Seconds);
}

/// <summary>A night's stages in order; deep sleep lies early, REM late, and each stage's spans sum exactly to the night's totals.</summary>
internal static class Hypnogram
{
    private const int SecondsPerCycle = 95 * 60;

    public static IReadOnlyList<StageSpan> Of(Night night)
    {
        var cycles = Math.Max(1, night.AsleepSeconds / SecondsPerCycle);
        var latency = Math.Min(night.LatencySeconds, night.AwakeSeconds);
        List<StageSpan> spans = [];
        var at = night.Start;
        Add(SleepStage.Awake, latency);
        for (var cycle = 0; cycle < cycles; cycle++)
        {
            Add(SleepStage.Light, Share(night.LightSeconds, cycle, cycles, _ => 1));
            Add(SleepStage.Deep, Share(night.DeepSeconds, cycle, cycles, index => cycles - index));
            Add(SleepStage.Rem, Share(night.RemSeconds, cycle, cycles, index => index + 1));
            Add(SleepStage.Awake, Share(night.AwakeSeconds - latency, cycle, cycles, _ => 1));
        }

        return spans;

        void Add(SleepStage stage, int seconds)
        {
            if (seconds > 0)
            {
                spans.Add(new StageSpan(stage, at, seconds));
                at = at.AddSeconds(seconds);
            }
        }
    }

    // Whole 30-second epochs; the last cycle takes what rounding left over.
    private static int Share(int total, int cycle, int cycles, Func<int, int> weight)
    {
        var weights = Enumerable.Range(0, cycles).Select(weight).ToArray();
        int Upto(int count) => count == cycles ? total : (int)((long)total * weights.Take(count).Sum() / weights.Sum() / 30 * 30);
        return Upto(cycle + 1) - Upto(cycle);
    }
}
