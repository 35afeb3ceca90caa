using Apex.Bench.Hosting;
using Apex.Bench.Load;
using Apex.Infrastructure;
using Apex.Infrastructure.Outages;
using Apex.Infrastructure.Work;

namespace Apex.Bench.Measures;

/// <summary>One claim of 16 with a million pending items: of a throttled provider while another has work, and of the provider that has the million due.</summary>
internal static class ClaimMeasure
{
    private const int Million = 1_000_000;
    private const int Batch = 16;
    private const int Claims = 300;
    private static readonly Dictionary<string, int> _nobody = [];

    public static async Task RunAsync(BenchDatabase database, Report report)
    {
        await using var storage = await database.OpenAsync();
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await AddItemsAsync(storage, "throttled", Million, now + 3_600_000, "'throttled'");
        await AddItemsAsync(storage, "busy", Claims * Batch * 2, now - 10_000, "NULL");
        await AddItemsAsync(storage, "due", Million, now - 3_600_000, "NULL");
        if (storage.Kind == StorageKind.Postgres)
        {
            await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("ANALYZE work_items"));
        }

        var queue = new WorkQueue(storage, new ApexClock(TimeProvider.System), NodeIdentity.Create("bench"));
        Add(report, storage.Kind, "claim, 1 M throttled beside it", await TimesAsync(queue, "busy"));
        Add(report, storage.Kind, "claim, 1 M due", await TimesAsync(queue, "due"));
    }

    private static void Add(Report report, StorageKind kind, string name, Percentiles times) =>
        report.Add(name, kind, times.ToString(), "< 5 ms (p99)", times[99] < 5);

    private static async Task<Percentiles> TimesAsync(WorkQueue queue, string provider)
    {
        var times = new List<double>(Claims);
        for (var i = 0; i < Claims + 20; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var items = await queue.ClaimAsync(provider, Lanes.Data, Batch, _nobody, perPerson: 2);
            if (items.Count != Batch)
            {
                throw new InvalidOperationException($"Claimed {items.Count} items instead of {Batch}.");
            }

            if (i >= 20)
            {
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return new(times);
    }

    private static async Task AddItemsAsync(ApexStorage storage, string provider, int count, long dueAt, string waitReason)
    {
        var (numbers, text) = storage.Kind == StorageKind.Postgres
            ? ($"generate_series(1, {count}) AS n", "lpad(n::text, 8, '0')")
            : ($"(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) SELECT n FROM s) AS t", "printf('%08d', n)");
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            $"""
            INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, wait_reason, created_at)
            SELECT '{provider}', {text}, 'push', '2026-10-01', 'data', 'notification', 1, 0, {dueAt} + n % 9973, 0, 0, 0, 0, {waitReason}, 0 FROM {numbers}
            """));
    }
}
