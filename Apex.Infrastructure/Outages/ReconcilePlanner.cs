using Apex.Domain.Polling;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Outages;

/// <summary>Asks the vendors for what an outage may have swallowed: one item per affected connection, in chunks, going on after a kill where the last chunk ended.
/// Vendors that only push send again by themselves.</summary>
internal sealed class ReconcilePlanner(ApexStorage storage, ApexClock clock, ProviderRegistry providers)
{
    /// <summary>Items per transaction; a few ms on SQLite, where nobody else writes meanwhile.</summary>
    public const int Chunk = 200;

    /// <summary>Refusals that go on make one outage, not one reconcile each.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(15);

    /// <summary>Over so long the asking is spread. Apex's own choice: long enough for a vendor's limits, short against the promise of two hours.</summary>
    public static readonly TimeSpan Spread = TimeSpan.FromMinutes(5);

    private const string Open = """
        SELECT id, started_at, ended_at, providers, plan_provider, plan_after FROM outages
        WHERE NOT reconciled AND confirmed AND (kind = 'down' OR ended_at <= @quiet) ORDER BY id LIMIT 1
        """;

    private const string People = """
        SELECT external_user_id, status, created_at FROM connections WHERE provider = @provider AND external_user_id > @after
        ORDER BY external_user_id LIMIT @limit
        """;

    // Conditional: of two planners, or of a killed one and its successor, each step is taken once.
    private const string Step = """
        UPDATE outages SET plan_provider = @provider, plan_after = @after, planned = planned + @count
        WHERE id = @id AND NOT reconciled AND COALESCE(plan_provider, '') = @wasProvider AND COALESCE(plan_after, '') = @wasAfter
        """;

    private const string Finish = """
        UPDATE outages SET reconciled = TRUE, push_only = @pushOnly
        WHERE id = @id AND NOT reconciled AND COALESCE(plan_provider, '') = @wasProvider AND COALESCE(plan_after, '') = @wasAfter
        """;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested && await StepAsync(ct))
        {
            FailPoint.Hit("reconcile.step");
        }
    }

    /// <summary>One chunk of the oldest outage that is not planned yet. False: nothing is left to plan.</summary>
    public async Task<bool> StepAsync(CancellationToken ct)
    {
        if (await storage.ReadAsync(OpenAsync, ct) is not { } outage)
        {
            return false;
        }

        if (Next(outage) is not { } vendor)
        {
            await FinishAsync(outage);
            return true;
        }

        var days = ReconcileDays.Of(outage.StartedAt, outage.EndedAt, vendor.Reconcile!.DaysBefore);
        var limit = Chunk / days.Count;
        var page = await storage.ReadAsync(session => PeopleAsync(session, outage, vendor.Traits.Name, limit), ct);
        await PlanAsync(outage, vendor, days, page, isLast: page.Count < limit);
        return true;
    }

    private Task<OpenOutage?> OpenAsync(DbSession session) => session.FindAsync(
        Open,
        reader => new OpenOutage(reader.GetInt64(0), reader.Instant(1), reader.Instant(2), reader.TextOrNull(3)?.Split(','), reader.TextOrNull(4), reader.TextOrNull(5)),
        ("@quiet", (clock.Now - QuietFor).ToUnixTimeMilliseconds()));

    private static Task<List<Candidate>> PeopleAsync(DbSession session, OpenOutage outage, string provider, int limit) => session.QueryAsync(
        People,
        reader => new Candidate(reader.GetString(0), reader.GetString(1) == ConnectionStatus.Active && reader.Instant(2) < outage.EndedAt),
        ("@provider", provider), ("@after", provider == outage.PlanProvider ? outage.PlanAfter ?? "" : ""), ("@limit", limit));

    /// <summary>The vendor to go on with, in the order of their names.</summary>
    private IPullProvider? Next(OpenOutage outage) => Affected(outage).OfType<IPullProvider>().Where(vendor => vendor.Reconcile is not null)
        .OrderBy(vendor => vendor.Traits.Name, StringComparer.Ordinal)
        .FirstOrDefault(vendor => string.CompareOrdinal(vendor.Traits.Name, outage.PlanProvider) is var order && (order > 0 || (order == 0 && outage.PlanAfter is not null)));

    private IEnumerable<IProvider> Affected(OpenOutage outage) =>
        providers.All.Where(vendor => vendor.Traits.Enabled && (outage.Providers is null || outage.Providers.Contains(vendor.Traits.Name)));

    private Task PlanAsync(OpenOutage outage, IPullProvider vendor, IReadOnlyList<string> days, List<Candidate> page, bool isLast)
    {
        var (name, family) = (vendor.Traits.Name, vendor.Reconcile!.Family);
        var affected = page.Where(person => person.IsAffected).Select(person => person.ExternalUserId).ToList();
        var keys = affected.SelectMany(person => days.Select(day => new ItemKey(name, person, family, day))).Order().ToList();
        var nowMs = clock.NowMs;
        return storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (await session.ExecuteAsync(
                    Step,
                    [("@provider", name), ("@after", isLast ? null : page[^1].ExternalUserId), ("@count", (long)affected.Count), .. Was(outage)]) == 1)
            {
                keys.ForEach(key => Enqueue(session, key, nowMs));
                await session.FlushAsync();
            }
        });
    }

    private async Task FinishAsync(OpenOutage outage)
    {
        var pushOnly = Affected(outage).Where(vendor => vendor is not IPullProvider { Reconcile: not null }).Select(vendor => vendor.Traits.Name).Order(StringComparer.Ordinal);
        var names = string.Join(',', pushOnly);
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Finish, [("@pushOnly", names.Length == 0 ? null : names), .. Was(outage)]));
    }

    private static (string, object?)[] Was(OpenOutage outage) =>
        [("@id", outage.Id), ("@wasProvider", outage.PlanProvider ?? ""), ("@wasAfter", outage.PlanAfter ?? "")];

    private static void Enqueue(DbSession session, ItemKey key, long nowMs)
    {
        var due = nowMs + (long)WorkClass.Penalty(WorkClass.GapCheck).TotalMilliseconds + (long)Jitter.Within(key.ExternalUserId, Spread).TotalMilliseconds;
        session.Enqueue(
            WorkItemSql.Raise,
            ("@provider", key.Provider), ("@person", key.ExternalUserId), ("@family", key.Family), ("@day", key.Day), ("@lane", Lanes.Fetch),
            ("@class", WorkClass.GapCheck), ("@due", due), ("@now", nowMs));
    }

    private sealed record OpenOutage(
        long Id, DateTimeOffset StartedAt, DateTimeOffset EndedAt, IReadOnlyList<string>? Providers, string? PlanProvider, string? PlanAfter);

    private sealed record Candidate(string ExternalUserId, bool IsAffected);
}
