using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>The queries of <see cref="OverviewReader"/>: each counts inside a LIMIT, newest or most urgent first where an index gives that order.</summary>
internal static class OverviewSql
{
    private const int Limit = BoundedCount.Most + 1;

    private static readonly string Received = $"""
        SELECT provider, max(received_at), sum(CASE WHEN received_at > @minute THEN 1 ELSE 0 END)
        FROM (SELECT provider, received_at FROM inbox_messages ORDER BY id DESC LIMIT {Limit}) AS newest GROUP BY provider
        """;

    private static readonly string Pending =
        $"SELECT count(*), min(received_at) FROM (SELECT received_at FROM inbox_messages WHERE state = 'pending' LIMIT {Limit}) AS waiting";

    private static readonly string Items = $"""
        SELECT lane, CASE WHEN lease_until IS NOT NULL THEN 'leased' WHEN due_at <= @now THEN 'due' ELSE 'waiting' END AS what,
          COALESCE(wait_reason, '') AS reason, count(*), min(due_at), min(created_at)
        FROM (SELECT lane, lease_until, due_at, wait_reason, created_at FROM work_items LIMIT {Limit}) AS items
        GROUP BY 1, 2, 3
        """;

    private static readonly string Runs = $"""
        SELECT provider, outcome, stage, count(*), sum(drops), sum(days_changed), sum(CASE WHEN ended_at > @minute THEN 1 ELSE 0 END)
        FROM (SELECT provider, outcome, stage, drops, days_changed, ended_at FROM runs WHERE ended_at > @hour ORDER BY ended_at DESC LIMIT {Limit}) AS latest
        GROUP BY provider, outcome, stage
        """;

    private static readonly string Letters = $"""
        SELECT fingerprint, min(provider), min(stage), max(error), count(*), count(DISTINCT external_user_id), min(created_at), max(created_at)
        FROM (SELECT fingerprint, provider, stage, error, external_user_id, created_at FROM dead_letters WHERE state = 'open' ORDER BY id DESC LIMIT {Limit}) AS letters
        GROUP BY fingerprint ORDER BY 5 DESC, 8 DESC
        """;

    private static readonly string Connections = $"""
        SELECT status, count(*), max(last_stored_at), max(CASE WHEN data_delayed_until > @now THEN data_delayed_until END)
        FROM (SELECT status, last_stored_at, data_delayed_until FROM connections WHERE provider = @provider AND status <> 'removed' LIMIT {Limit}) AS people
        GROUP BY status
        """;

    public static Task<List<ReceivedFrom>> ReceivedAsync(DbSession session, DateTimeOffset now) => session.QueryAsync(
        Received,
        reader => new ReceivedFrom(reader.GetString(0), reader.Instant(1), reader.GetInt64(2)),
        ("@minute", now.AddMinutes(-1).ToUnixTimeMilliseconds()));

    public static async Task<(BoundedCount Count, DateTimeOffset? OldestAt)> PendingAsync(DbSession session) => (await session.QueryAsync(
        Pending, reader => (BoundedCount.Of(reader.GetInt64(0)), reader.InstantOrNull(1))))[0];

    public static async Task<QueuedWork> QueueAsync(DbSession session, DateTimeOffset now)
    {
        var groups = await session.QueryAsync(
            Items,
            reader => new ItemGroup(
                reader.GetString(0) == "fetch", reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.Instant(4), reader.Instant(5)),
            ("@now", now.ToUnixTimeMilliseconds()));
        var due = groups.Where(group => group.What == "due").ToList();
        var leased = groups.Where(group => group.What == "leased").ToList();
        return new(
            due.Sum(group => group.Count),
            due.Min(group => (DateTimeOffset?)group.NextAt),
            leased.Where(group => group.IsFetch).Sum(group => group.Count),
            leased.Where(group => !group.IsFetch).Sum(group => group.Count),
            leased.Min(group => (DateTimeOffset?)group.OldestAt),
            [
                .. groups.Where(group => group.What == "waiting").GroupBy(group => group.Reason)
                    .Select(group => new WaitingWork(group.Key, group.Sum(part => part.Count), group.Min(part => part.NextAt), group.Min(part => part.OldestAt)))
                    .OrderByDescending(waiting => waiting.Count),
            ],
            groups.Sum(group => group.Count) > BoundedCount.Most);
    }

    public static async Task<(IReadOnlyList<RunTally> Runs, bool AreCut)> RunsAsync(DbSession session, DateTimeOffset now)
    {
        var runs = await session.QueryAsync(
            Runs,
            reader => new RunTally(
                reader.GetString(0), reader.GetString(1), reader.TextOrNull(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)),
            ("@hour", now.AddHours(-1).ToUnixTimeMilliseconds()), ("@minute", now.AddMinutes(-1).ToUnixTimeMilliseconds()));
        return (runs, runs.Sum(run => run.Count) > BoundedCount.Most);
    }

    public static async Task<(IReadOnlyList<DeadLetterIssue> Issues, BoundedCount Count)> DeadLettersAsync(DbSession session)
    {
        var issues = await session.QueryAsync(
            Letters,
            reader => new DeadLetterIssue(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.GetInt64(5),
                reader.Instant(6), reader.Instant(7)));
        return (issues, BoundedCount.Of(issues.Sum(issue => issue.Letters)));
    }

    public static Task<List<ConnectionTally>> ConnectionsAsync(DbSession session, string provider, DateTimeOffset now) => session.QueryAsync(
        Connections,
        reader => new ConnectionTally(reader.GetString(0), reader.GetInt64(1), reader.InstantOrNull(2), reader.InstantOrNull(3)),
        ("@provider", provider), ("@now", now.ToUnixTimeMilliseconds()));

    public static Task<List<OutageView>> OutagesAsync(DbSession session, int count) => session.QueryAsync(
        """
        SELECT o.id, o.kind, o.started_at, o.ended_at, o.refused, o.providers, o.reconciled, o.planned, o.push_only, n.version
        FROM outages o LEFT JOIN nodes n ON n.id = o.node_id AND o.kind = 'down' WHERE o.confirmed ORDER BY o.id DESC LIMIT @count
        """,
        reader => new OutageView(
            reader.GetInt64(0), reader.GetString(1), reader.Instant(2), reader.Instant(3), reader.GetInt64(4), Names(reader.TextOrNull(5)), reader.GetBoolean(6),
            reader.GetInt64(7), Names(reader.TextOrNull(8)), reader.TextOrNull(9)),
        ("@count", count));

    public static Task<List<NodeStart>> StartsAsync(DbSession session, int count) => session.QueryAsync(
        """
        SELECT id, name, version, started_at FROM nodes
        WHERE NOT EXISTS (SELECT 1 FROM outages WHERE outages.node_id = nodes.id AND outages.kind = 'down') ORDER BY started_at DESC LIMIT @count
        """,
        reader => new NodeStart(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.Instant(3)),
        ("@count", count));

    private static string[] Names(string? list) => list?.Split(',') ?? [];

    private sealed record ItemGroup(bool IsFetch, string What, string Reason, long Count, DateTimeOffset NextAt, DateTimeOffset OldestAt);
}

internal sealed record ReceivedFrom(string Provider, DateTimeOffset LastAt, long LastMinute);

internal sealed record ConnectionTally(string Status, long Count, DateTimeOffset? LastStoredAt, DateTimeOffset? ThrottledUntil);
