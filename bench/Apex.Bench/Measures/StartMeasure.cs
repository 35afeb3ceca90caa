using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>From starting the process to its first good health answer, on nothing and on an existing database, and what it then keeps in memory.</summary>
internal static class StartMeasure
{
    private const int Restarts = 3;

    public static async Task RunAsync(BenchDatabase database, Report report)
    {
        var (empty, _) = await StartAsync(database, idle: TimeSpan.Zero);
        report.Add("start, empty", database.Options.Kind, $"{Report.Number(empty)} s", "< 3 s", empty < 3);
        var starts = new List<double>();
        var megabytes = 0.0;
        for (var i = 0; i < Restarts; i++)
        {
            (var seconds, megabytes) = await StartAsync(database, i == Restarts - 1 ? TimeSpan.FromSeconds(10) : TimeSpan.Zero);
            starts.Add(seconds);
        }

        report.Add("start, existing", database.Options.Kind, $"{Report.Number(Percentiles.Median(starts))} s", "< 10 s", Percentiles.Median(starts) < 10);
        report.Add("idle memory", database.Options.Kind, $"{Report.Number(megabytes)} MB resident after 10 s", "< 250 MB", megabytes < 250);
    }

    private static async Task<(double Seconds, double Megabytes)> StartAsync(BenchDatabase database, TimeSpan idle)
    {
        var started = Stopwatch.GetTimestamp();
        using var server = await ServerUnderTest.StartAsync(database.Options);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await Task.Delay(idle);
        return (seconds, server.Process.ResidentMegabytes());
    }
}
