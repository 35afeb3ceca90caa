using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>From the instant a webhook is due to the frame that shows its value, with open pages beside. It contains the whole road, so "stored to
/// painted" is less. The pages share the cores with the server: what a viewer costs the server is its CPU with and without them.</summary>
internal static class PaintedMeasure
{
    /// <summary>The design asks for 100; a Chromium that paints 100 pages leaves two cores nothing for the server.</summary>
    private const int Pages = 5;
    private const int People = 100;
    private const double UpdatesPerSecond = 200;
    private const string Email = "bench@example.org";
    private const string Password = "bench-Password-1";
    private static readonly string _path = $"/api/webhooks/garmin/{ServerUnderTest.GarminSecret}";

    public static async Task RunAsync(BenchDatabase database, Report report, int seconds)
    {
        using var server = await ServerUnderTest.StartAsync(database.Options, ("Apex:BootstrapAdmin:Email", Email), ("Apex:BootstrapAdmin:Password", Password));
        await server.AddPeopleAsync(Enumerable.Range(0, People).Select(person => new BenchPerson("garmin", GarminBodies.UserId(person), null, null, null)));
        var wires = await Wire.OpenAsync(8, server.Port);
        await RoundAsync(server, wires, firstSteps: 1000, seconds: 10); // compiles the hot code, fills the page
        var alone = await RoundAsync(server, wires, 20_000, seconds);
        await using var viewers = await Viewers.OpenAsync(Pages, server.Port, Email, Password);
        await RoundAsync(server, wires, 40_000, 5);
        var watched = await RoundAsync(server, wires, 60_000, seconds);
        await Task.Delay(TimeSpan.FromSeconds(2));

        var painted = await viewers.PaintedAtAsync();
        Array.ForEach(wires, wire => wire.Dispose());
        Add(database, report, seconds, alone, watched, new(Lags(painted, watched)));
    }

    private static void Add(BenchDatabase database, Report report, int seconds, Round alone, Round watched, Percentiles lags)
    {
        report.Add(
            "sent to painted",
            database.Options.Kind,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{lags} over {lags.Count} of {UpdatesPerSecond * seconds} values (the others were replaced before a frame); {Pages} pages, {UpdatesPerSecond} updates/s; server {watched.Cpu:0} % of a core, {alone.Cpu:0} % without pages"),
            "p95 < 1 s, < 60 % of a core (at 100 pages)",
            lags.Count > 0 && lags[95] < 1000 && watched.Cpu < 60);
    }

    private static IEnumerable<double> Lags(Dictionary<string, double> painted, Round round) => painted
        .Select(pair => (Steps: int.TryParse(pair.Key, CultureInfo.InvariantCulture, out var steps) ? steps - round.FirstSteps : -1, At: pair.Value))
        .Where(pair => pair.Steps >= 0 && pair.Steps < round.Count)
        .Select(pair => pair.At - (round.StartedAtMs + (pair.Steps / UpdatesPerSecond * 1000)));

    /// <summary>Steps say which update it was: the n-th of the round has <paramref name="firstSteps"/> + n.</summary>
    private static async Task<Round> RoundAsync(ServerUnderTest server, Wire[] wires, int firstSteps, int seconds)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var requests = new Requests();
        for (var i = 0; i < UpdatesPerSecond * seconds; i++)
        {
            GarminBodies.AddSteps(requests, _path, i % People, today, firstSteps + i);
        }

        var (cpu, startedAt) = (server.Process.CpuSeconds(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        var result = await OpenLoop.RunAsync(wires, requests, UpdatesPerSecond);
        if (result.Refused > 0)
        {
            throw new InvalidOperationException($"{result.Refused} updates were refused.");
        }

        return new(firstSteps, requests.Count, startedAt, (server.Process.CpuSeconds() - cpu) / (requests.Count / result.PerSecond) * 100);
    }

    /// <param name="Cpu">Of one core, in percent.</param>
    private readonly record struct Round(int FirstSteps, int Count, long StartedAtMs, double Cpu);
}
