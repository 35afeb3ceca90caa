using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>Durable acks against the same server answering 204 after the signature check: rounds alternate, the median of the pairs' ratios counts.</summary>
internal static class AckMeasure
{
    private const int Rounds = 5;

    /// <summary>The runtime compiles its hot code again after some seconds of load; that is no part of a request's cost.</summary>
    private const int WarmUpRounds = 3;

    /// <summary>Enough that one group waits while another commits; with 64 all of them wait for the same commit and half of the server is idle.</summary>
    private const int Connections = 256;
    private const string NoStorage = "/bench/no-storage/oura";
    private const string Durable = "/api/webhooks/oura";

    public static async Task RunAsync(BenchDatabase database, Report report, int seconds)
    {
        await WaitingPeople.SeedAsync(database);
        using var server = await ServerUnderTest.StartAsync(database.Options);
        var wires = await Wire.OpenAsync(Connections, server.Port);
        var pairs = new List<(Round NoStorage, Round Durable)>();
        for (var i = 0; i < WarmUpRounds; i++)
        {
            await RoundAsync(server, wires, NoStorage, 204, seconds);
            await RoundAsync(server, wires, Durable, 200, seconds);
        }

        for (var i = 0; i < Rounds; i++)
        {
            var bare = await RoundAsync(server, wires, NoStorage, 204, seconds);
            pairs.Add((bare, await RoundAsync(server, wires, Durable, 200, seconds)));
        }

        Array.ForEach(wires, wire => wire.Dispose());
        var ratio = Percentiles.Median(pairs.Select(pair => pair.Durable.PerSecond / pair.NoStorage.PerSecond));
        var target = database.Options.Kind == StorageKind.Sqlite ? 0.5 : 0.35;
        report.Add(
            "ack",
            database.Options.Kind,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{ratio:0.00} × ({Report.Number(Median(pairs, p => p.Durable.PerSecond))} of {Report.Number(Median(pairs, p => p.NoStorage.PerSecond))} req/s; server CPU {Median(pairs, p => p.Durable.CpuUs):0} of {Median(pairs, p => p.NoStorage.CpuUs):0} µs per request; pairs {string.Join(" ", pairs.Select(p => (p.Durable.PerSecond / p.NoStorage.PerSecond).ToString("0.00", CultureInfo.InvariantCulture)))})"),
            string.Create(CultureInfo.InvariantCulture, $"≥ {target} ×"),
            ratio >= target);
    }

    private static double Median(List<(Round NoStorage, Round Durable)> pairs, Func<(Round NoStorage, Round Durable), double> of) => Percentiles.Median(pairs.Select(of));

    private static async Task<Round> RoundAsync(ServerUnderTest server, Wire[] wires, string path, int status, int seconds)
    {
        var requests = WaitingPeople.Notices(path, seconds * 25_000);
        var cpu = server.Process.CpuSeconds();
        var result = await ClosedLoop.RunAsync(wires, requests, TimeSpan.FromSeconds(seconds), status);
        return new(result.PerSecond, (server.Process.CpuSeconds() - cpu) / result.Count * 1e6);
    }

    private readonly record struct Round(double PerSecond, double CpuUs);
}
