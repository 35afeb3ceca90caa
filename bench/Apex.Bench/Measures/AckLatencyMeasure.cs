using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>How long a vendor waits for its ack at 2,000 notifications a second.</summary>
internal static class AckLatencyMeasure
{
    private const int PerSecond = 2000;
    private const int Connections = 256;

    public static async Task RunAsync(BenchDatabase database, Report report, int seconds)
    {
        await WaitingPeople.SeedAsync(database);
        using var server = await ServerUnderTest.StartAsync(database.Options);
        var wires = await Wire.OpenAsync(Connections, server.Port);
        await OpenLoop.RunAsync(wires, WaitingPeople.Notices("/api/webhooks/oura", PerSecond * 3), PerSecond);
        var result = await OpenLoop.RunAsync(wires, WaitingPeople.Notices("/api/webhooks/oura", PerSecond * seconds), PerSecond);
        Array.ForEach(wires, wire => wire.Dispose());
        var met = result.LatencyMs[99] < 50 && result.Refused == 0;
        report.Add(
            "ack-latency", database.Options.Kind, $"{result.LatencyMs} at {Report.Number(result.PerSecond)} req/s, {result.Refused} refused", "p99 < 50 ms at 2,000 req/s", met);
    }
}
