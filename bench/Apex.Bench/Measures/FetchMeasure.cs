using System.Text.Json;
using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>Notification, fetch from the simulated cloud over HTTP, stored day. One fetch answers each notification.</summary>
internal static class FetchMeasure
{
    private const int People = 1000;
    private const int WarmUpDays = 6;
    private const int TimedDays = 6;

    public static async Task RunAsync(BenchDatabase database, Report report)
    {
        var port = ChildProcess.FreePort();
        using var vendors = new ChildProcess([Path.Combine(AppContext.BaseDirectory, "Apex.Bench.dll"), "simulate", $"{port}", $"{People}"]);
        var people = JsonSerializer.Deserialize<List<BenchPerson>>((await vendors.Output.ReadLineAsync())!)!;
        var vendorUrl = $"http://127.0.0.1:{port}";
        using var server = await ServerUnderTest.StartAsync(database.Options, ("Providers:Oura:ApiBaseUrl", vendorUrl), ("Providers:Oura:AuthBaseUrl", vendorUrl));
        await server.AddPeopleAsync(people);
        var wires = await Wire.OpenAsync(16, server.Port);
        await using var watch = new QueueWatch(await database.LookAsync());
        var day = new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-40).AddHours(9);
        await SendDaysAsync(wires, watch, people, day, WarmUpDays);

        var (cpu, vendorCpu) = (server.Process.CpuSeconds(), vendors.CpuSeconds());
        var before = await FetchesAsync(watch);
        var started = Stopwatch.GetTimestamp();
        await SendDaysAsync(wires, watch, people, day.AddDays(WarmUpDays), TimedDays);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Array.ForEach(wires, wire => wire.Dispose());
        var fetches = await FetchesAsync(watch) - before;
        var days = await watch.CountAsync("SELECT count(*) FROM daily_metrics");
        var perSecond = fetches / elapsed;
        report.Add(
            "fetch",
            database.Options.Kind,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Report.Number(perSecond)} fetches/s; CPU per fetch: server {(server.Process.CpuSeconds() - cpu) / fetches * 1e6:0} µs, simulator {(vendors.CpuSeconds() - vendorCpu) / fetches * 1e6:0} µs; {days} days"),
            "≥ 1,000 fetches/s",
            perSecond >= 1000);
    }

    private static Task<long> FetchesAsync(QueueWatch watch) => watch.CountAsync("SELECT coalesce(sum(requests), 0) FROM runs");

    private static async Task SendDaysAsync(Wire[] wires, QueueWatch watch, List<BenchPerson> people, DateTimeOffset first, int days)
    {
        var requests = new Requests();
        for (var i = 0; i < days; i++)
        {
            foreach (var person in people)
            {
                OuraNotices.Add(requests, "/api/webhooks/oura", ServerUnderTest.OuraSecret, person.ExternalUserId, first.AddDays(i));
            }
        }

        await ClosedLoop.RunAsync(wires, requests, TimeSpan.FromMinutes(5), 200);
        await watch.UntilEmptyAsync();
    }
}
