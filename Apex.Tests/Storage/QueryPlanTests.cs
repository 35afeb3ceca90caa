using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Storage;

/// <summary>Searches for one person's rows read that person's rows, not everybody's: asked of the databases themselves, on tables that are worth an index.</summary>
public sealed class QueryPlanTests(PostgresServer postgres)
{
    private const string Numbers = "(WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n) AS numbers";
    private static readonly Guid User = Guid.CreateVersion7();

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Messages_OfAUser_AreReadAlongTheIndexOfTheirAccounts(StorageKind kind)
    {
        await using var store = await FilledAsync(kind);
        await TestPeople.ConnectAsync(store.Storage, User, "oura", "p7");
        await TestPeople.ConnectAsync(store.Storage, User, "garmin", "p8");

        foreach (var filter in new MessageFilter[] { new(UserId: User), new(UserId: User, State: "dead", Provider: "oura"), new(ExternalUserId: "p7"), new("oura", ExternalUserId: "p7") })
        {
            var (sql, args) = (await store.Storage.ReadAsync(session => MessageListSql.OfAsync(session, filter, 8_000, 51))).GetValueOrDefault();
            var plan = await PlanAsync(store.Storage, sql, args);
            Assert.True(plan.Reads("inbox_messages", "IX_inbox_messages_external_user_id_provider_id", "IX_inbox_messages_provider_external_user_id"), $"{filter}\n{plan}");
        }
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Searches_OfAnErase_UseAnIndexOfThePerson(StorageKind kind)
    {
        await using var store = await FilledAsync(kind);

        foreach (var (table, sql) in ErasedRows.Searches)
        {
            (string, object?)[] args = sql.Contains("@user", StringComparison.Ordinal) ? [("@user", User), ("@after", 10L)] : [("@provider", "oura"), ("@person", "p7"), ("@after", 10L)];
            var plan = await PlanAsync(store.Storage, sql, args);
            Assert.True(plan.Reads(table, $"IX_{table}_"), $"{sql}\n{plan}");
        }
    }

    private static async Task<Plan> PlanAsync(ApexStorage storage, string sql, (string, object?)[] args)
    {
        var lines = await storage.ReadAsync(session => session.IsPostgres
            ? session.QueryAsync("EXPLAIN " + sql, reader => reader.GetString(0), args)
            : session.QueryAsync("EXPLAIN QUERY PLAN " + sql, reader => reader.GetString(3), args));
        return new(lines);
    }

    private async Task<TestStorage> FilledAsync(StorageKind kind)
    {
        var store = await TestStorage.OpenAsync(kind, postgres);
        await store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            foreach (var sql in Rows(kind))
            {
                await session.ExecuteAsync(sql, ("@user", User), ("@body", new byte[200]));
            }
        });
        await store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(kind == StorageKind.Sqlite ? "ANALYZE" : AnalyzePostgres));
        return store;
    }

    // Inside the writer's transaction VACUUM is not possible; statistics are all the planner needs.
    private const string AnalyzePostgres = "ANALYZE inbox_messages, work_items, runs, dead_letters, daily_metrics, source_records, raw_payloads";

    // 500 people at two vendors, 20 rows of each.
    private static IEnumerable<string> Rows(StorageKind kind)
    {
        var (user, day) = kind == StorageKind.Sqlite
            ? ("printf('00000000-0000-7000-8000-%012d', i % 500)", "date('2026-01-01', '+' || (i / 500) || ' days')")
            : ("('00000000-0000-7000-8000-' || lpad((i % 500)::text, 12, '0'))::uuid", "DATE '2026-01-01' + (i / 500)");
        return [.. OfAccounts(), .. OfUsers(user, day)];
    }

    private static IEnumerable<string> OfUsers(string user, string day) =>
    [
        $"INSERT INTO daily_metrics (user_id, date, is_provisional_sleep, synced_at, origins, revision) SELECT {user}, {day}, FALSE, i, '', 1 FROM {Numbers}",
        $"""
        INSERT INTO source_records (user_id, connection_id, type, external_id, source, day, final, order_at, generation, first_received_at, last_received_at, deleted, record_values, run_id)
        SELECT {user}, {user}, 'sleep', 'e' || i, 'oura', {day}, TRUE, i, 1, i, i, FALSE, '', 1 FROM {Numbers}
        """,
        $"""
        INSERT INTO raw_payloads (user_id, day, sha256, provider, kind, run_id, received_at, body, body_bytes)
        SELECT {user}, 'd' || i, @body, 'oura', 'sleep', 1, i, @body, 200 FROM {Numbers}
        """,
    ];

    private static IEnumerable<string> OfAccounts() =>
    [
        $"""
        INSERT INTO inbox_messages (provider, kind, external_user_id, data_type, received_at, body, body_bytes, family, day, generation, state)
        SELECT CASE WHEN i % 2 = 0 THEN 'oura' ELSE 'garmin' END, 'push', 'p' || (i % 500), 'sleep', i, @body, 200, 'sleep', '2026-05-04', 1,
          CASE WHEN i % 100 = 0 THEN 'dead' ELSE 'settled' END
        FROM {Numbers}
        """,
        $"""
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        SELECT 'oura', 'p' || (i % 500), 'sleep', 'd' || i, 'data', 'notification', 1, 0, i, 0, 0, 0, 0, i FROM {Numbers}
        """,
        $"""
        INSERT INTO runs (work_item_id, provider, external_user_id, family, day, started_at, ended_at, outcome, requests, bytes, messages, records, drops, days_changed, detail)
        SELECT i, 'oura', 'p' || (i % 500), 'sleep', '2026-05-04', i, i, 'orphan', 0, 0, 1, 0, 0, 0, '' FROM {Numbers}
        """,
        $"""
        INSERT INTO dead_letters (provider, external_user_id, family, day, lane, stage, error, fingerprint, tries, messages, created_at, state)
        SELECT 'oura', 'p' || (i % 500), 'sleep', '2026-05-04', 'data', 'fetch', 'e', 'f', 1, 1, i, 'open' FROM {Numbers}
        """,
    ];

    private sealed record Plan(List<string> Lines)
    {
        /// <summary>Every access to the table goes through one of the indexes.</summary>
        public bool Reads(string table, params string[] indexes)
        {
            var accesses = Lines.Where(line => line.Contains(table, StringComparison.Ordinal) && !line.Contains("Bitmap Heap Scan", StringComparison.Ordinal) && (line.Contains("SCAN", StringComparison.OrdinalIgnoreCase) || line.Contains("SEARCH", StringComparison.Ordinal))).ToList();
            return accesses.Count > 0 && accesses.TrueForAll(line => !line.Contains("Seq Scan", StringComparison.Ordinal) && indexes.Any(index => line.Contains(index, StringComparison.Ordinal)));
        }

        public override string ToString() => string.Join('\n', Lines);
    }
}
