using Apex.Bench.Hosting;
using Apex.Bench.Load;

namespace Apex.Bench.Measures;

/// <summary>Data-carrying events to stored days: nights, HRV and days of a few hundred people with history behind them.</summary>
internal static class EventsMeasure
{
    private const int People = 300;
    private const int HistoryDays = 30;
    private const int TimedDays = 20;
    private const int LagEventsPerSecond = 1000;
    private static readonly DateOnly _firstDay = new(2026, 8, 1);
    private static readonly string _path = $"/api/webhooks/garmin/{ServerUnderTest.GarminSecret}";

    public static async Task RunAsync(BenchDatabase database, Report report, int seconds)
    {
        using var server = await ServerUnderTest.StartAsync(database.Options);
        await server.AddPeopleAsync(Enumerable.Range(0, People).Select(person => new BenchPerson("garmin", GarminBodies.UserId(person), null, null, null)));
        var wires = await Wire.OpenAsync(8, server.Port);
        await using var watch = new QueueWatch(await database.LookAsync());
        var day = await SendDaysAsync(wires, watch, _firstDay, HistoryDays);

        var cpu = server.Process.CpuSeconds();
        var started = Stopwatch.GetTimestamp();
        day = await SendDaysAsync(wires, watch, day, TimedDays);
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = server.Process.CpuSeconds() - cpu;
        const int events = People * TimedDays * GarminBodies.EventsPerPerson;
        var stored = await watch.CountAsync("SELECT count(*) FROM daily_metrics WHERE recovery_score IS NOT NULL AND steps IS NOT NULL");
        var perSecond = events / elapsed;
        report.Add(
            "events",
            database.Options.Kind,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Report.Number(perSecond)} events/s, {Report.Number(perSecond / GarminBodies.EventsPerPerson)} days/s; server CPU {cpu / events * 1e6:0} µs per event; {stored} scored days"),
            database.Options.Kind == StorageKind.Sqlite ? "≥ 3,000 events/s" : "",
            database.Options.Kind == StorageKind.Sqlite ? perSecond >= 3000 : null);
        await LagAsync(database, report, wires, watch, day, seconds);
        Array.ForEach(wires, wire => wire.Dispose());
    }

    private static async Task<DateOnly> SendDaysAsync(Wire[] wires, QueueWatch watch, DateOnly first, int days)
    {
        var requests = new Requests();
        for (var i = 0; i < days; i++)
        {
            GarminBodies.AddDay(requests, _path, People, first.AddDays(i));
        }

        await ClosedLoop.RunAsync(wires, requests, TimeSpan.FromMinutes(10), 200);
        await watch.UntilEmptyAsync();
        return first.AddDays(days);
    }

    private static async Task LagAsync(BenchDatabase database, Report report, Wire[] wires, QueueWatch watch, DateOnly first, int seconds)
    {
        var requests = new Requests();
        for (var day = first; requests.Count * GarminBodies.EventsPerBody < LagEventsPerSecond * seconds; day = day.AddDays(1))
        {
            GarminBodies.AddDay(requests, _path, People, day);
        }

        await watch.BeginAsync();
        var load = OpenLoop.RunAsync(wires, requests, (double)LagEventsPerSecond / GarminBodies.EventsPerBody);
        var lags = await watch.LagsAsync(load);
        var result = await load;
        report.Add(
            "events lag",
            database.Options.Kind,
            $"{lags} over {lags.Count} events at {Report.Number(result.PerSecond * GarminBodies.EventsPerBody)} events/s, {result.Refused} refused",
            "p95 < 2 s at 1,000 events/s",
            lags[95] < 2000 && result.Refused == 0);
    }
}
