using Apex.Bench.Hosting;
using Apex.Bench.Load;
using Apex.Domain.Quota;
using Apex.Infrastructure;
using Apex.Infrastructure.Polling;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Work;

namespace Apex.Bench.Measures;

/// <summary>One minute's planning with a million connections, each looked at four times a day and with two weeks of nights behind it; then permits.</summary>
internal static class PlanMeasure
{
    private const int Connections = 1_000_000;
    private const int DuePerMinute = Connections * 4 / (24 * 60);
    private const int Nights = 14;
    private const int Takers = 64;

    public static async Task RunAsync(BenchDatabase database, Report report, int seconds)
    {
        await using var storage = await database.OpenAsync();
        var clock = new ApexClock(new Morning());
        var providers = new ProviderRegistry([new BenchVendor()]);
        await SeedAsync(storage, clock.Now);
        var planner = new PollPlanner(storage, clock, providers, new WorkSignal());

        var minutes = new List<double>();
        for (var minute = 0; minute < 5; minute++)
        {
            await DueAsync(storage, minute, clock.NowMs);
            var started = Stopwatch.GetTimestamp();
            await planner.RunAsync(CancellationToken.None);
            minutes.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        var items = await storage.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM work_items"));
        report.Add(
            "plan a minute, 1 M connections",
            storage.Kind,
            string.Create(CultureInfo.InvariantCulture, $"median {Percentiles.Median(minutes):0} ms, worst {minutes.Max():0} ms for {Report.Number(DuePerMinute)} due; {items} items in 5 minutes; heap {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB"),
            "< 5 s, memory flat",
            minutes.Max() < 5000);
        await PermitsAsync(storage, report, new QuotaLedger(storage, providers, clock), seconds);
    }

    private static async Task PermitsAsync(ApexStorage storage, Report report, QuotaLedger ledger, int seconds)
    {
        var (taken, started, connection) = (0, Stopwatch.GetTimestamp(), Guid.CreateVersion7());
        await Task.WhenAll(Enumerable.Range(0, Takers).Select(_ => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started).TotalSeconds < seconds)
            {
                if (await ledger.TakeAsync(BenchVendor.Name, connection, CallClass.Notification, CancellationToken.None) is not null)
                {
                    throw new InvalidOperationException("No permit with a window that cannot be full.");
                }

                Interlocked.Increment(ref taken);
            }
        })));
        report.Add("permits", storage.Kind, $"{Report.Number(taken / Stopwatch.GetElapsedTime(started).TotalSeconds)} per second, two windows, {Takers} at once", "", null);
    }

    private static async Task SeedAsync(ApexStorage storage, DateTimeOffset now)
    {
        var isPostgres = storage.Kind == StorageKind.Postgres;
        var numbers = Numbers(isPostgres, Connections);
        await RunAsync(storage, $"INSERT INTO users (id, external_id, display_name, time_zone, sleep_need_hours, data_version, created_at) SELECT {Id(isPostgres)}, {Text(isPostgres)}, {Text(isPostgres)}, 'Europe/Berlin', 7.5, 0, 0 FROM {numbers}");
        await RunAsync(storage, $"""
            INSERT INTO connections (id, user_id, provider, external_user_id, status, token_version, refresh_fence, refresh_retried, created_at, poll_due_at)
            SELECT {Id(isPostgres)}, {Id(isPostgres)}, '{BenchVendor.Name}', {Text(isPostgres)}, 'active', 1, 0, FALSE, 0, {now.AddDays(1).ToUnixTimeMilliseconds()} + n FROM {numbers}
            """);
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        for (var back = 1; back <= Nights; back++)
        {
            var (day, wakeAt) = (today.AddDays(-back), now.Date.AddDays(-back).AddHours(5));
            await RunAsync(storage, $"""
                INSERT INTO daily_metrics (user_id, date, sleep_duration_hours, wake_at, is_provisional_sleep, synced_at, origins, revision)
                SELECT {Id(isPostgres)}, {(isPostgres ? "DATE " : "")}'{day:yyyy-MM-dd}', 7.5, {new DateTimeOffset(wakeAt, TimeSpan.Zero).ToUnixTimeMilliseconds()}, FALSE, 0, '', 1 FROM {Numbers(isPostgres, 5 * DuePerMinute)}
                """);
        }

        if (isPostgres)
        {
            await RunAsync(storage, "ANALYZE users, connections, daily_metrics");
        }
    }

    // The people with nights are the ones who come due.
    private static Task<int> DueAsync(ApexStorage storage, int minute, long nowMs) => RunAsync(
        storage, $"UPDATE connections SET poll_due_at = {nowMs - 1000} WHERE external_user_id > '{minute * DuePerMinute:D8}' AND external_user_id <= '{(minute + 1) * DuePerMinute:D8}'");

    private static Task<int> RunAsync(ApexStorage storage, string sql) => storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(sql));

    private static string Numbers(bool isPostgres, int count) => isPostgres
        ? $"generate_series(1, {count}) AS n"
        : $"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s) AS t";

    private static string Id(bool isPostgres) => isPostgres ? "('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid" : "printf('00000000-0000-7000-8000-%012d', n)";

    private static string Text(bool isPostgres) => isPostgres ? "lpad(n::text, 8, '0')" : "printf('%08d', n)";

    /// <summary>Nine in Berlin: everybody's gap check is due.</summary>
    private sealed class Morning : TimeProvider
    {
        private readonly DateTimeOffset _now = new(System.GetUtcNow().UtcDateTime.Date.AddHours(7), TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
