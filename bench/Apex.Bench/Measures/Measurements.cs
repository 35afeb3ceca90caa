using Apex.Bench.Hosting;

namespace Apex.Bench.Measures;

/// <summary>Name to measure, once per storage.</summary>
internal static class Measurements
{
    public static async Task RunAsync(string measure, BenchOptions options, PostgresCluster postgres, Report report)
    {
        foreach (var kind in options.Storages)
        {
            using var database = await BenchDatabase.CreateAsync(kind, postgres);
            var seconds = options.Seconds;
            await (measure switch
            {
                "ack" => AckMeasure.RunAsync(database, report, seconds ?? 4),
                "ack-latency" => AckLatencyMeasure.RunAsync(database, report, seconds ?? 20),
                "events" => EventsMeasure.RunAsync(database, report, seconds ?? 15),
                "fetch" => FetchMeasure.RunAsync(database, report),
                "claim" => ClaimMeasure.RunAsync(database, report),
                "plan" => PlanMeasure.RunAsync(database, report, seconds ?? 5),
                "painted" => PaintedMeasure.RunAsync(database, report, seconds ?? 15),
                "start" => StartMeasure.RunAsync(database, report),
                _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "Unknown measure."),
            });
        }
    }
}
