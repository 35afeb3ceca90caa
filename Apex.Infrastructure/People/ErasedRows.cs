using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.People;

/// <summary>Removes all rows of one person, a few hundred per transaction; the person's own row goes last, so that a crash leaves a marker.</summary>
internal static class ErasedRows
{
    private const int PerStep = 500;

    private static readonly string[] ByUser = ["daily_metrics", "source_records", "raw_payloads", "runs", "dead_letters"];

    // What is known to be of somebody goes with them; an account may have changed hands.
    private static readonly (string Table, string AndWhere)[] ByPerson =
        [("inbox_messages", ""), ("work_items", ""), ("runs", " AND user_id IS NULL"), ("dead_letters", " AND user_id IS NULL")];

    /// <summary>Every search of an erase, to be looked at by a test: none may read through a table.</summary>
    public static IEnumerable<(string Table, string Sql)> Searches =>
        [.. ByPerson.Select(search => (search.Table, Keys(search.Table, OfPerson + search.AndWhere))), .. ByUser.Select(table => (table, Keys(table, OfUser)))];

    private const string OfPerson = "provider = @provider AND external_user_id = @person";

    private const string OfUser = "user_id = @user";

    private static readonly string[] Small = ["source_days", "freshness", "user_zones", "backfill_chunks", "backfills", "connections"];

    public static async Task<int> RemoveAsync(ApexStorage storage, Guid userId, CancellationToken ct)
    {
        var people = await storage.ReadAsync(
            session => session.QueryAsync(
                "SELECT provider, external_user_id FROM connections WHERE user_id = @user", reader => (Provider: reader.GetString(0), Person: reader.GetString(1)), ("@user", userId)),
            ct);
        var rows = 0;
        foreach (var (provider, person) in people)
        {
            foreach (var (table, andWhere) in ByPerson)
            {
                rows += await RemoveAsync(
                    storage, table, OfPerson + andWhere, [("@provider", provider), ("@person", person)], ct);
            }
        }

        foreach (var table in ByUser)
        {
            rows += await RemoveAsync(storage, table, OfUser, [("@user", userId)], ct);
        }

        return rows + await storage.Writer.RunAsync(WriteLane.Work, session => RemoveRestAsync(session, userId));
    }

    // Keys are looked up outside the writer: a search through a large table must not keep acks waiting.
    private static async Task<int> RemoveAsync(ApexStorage storage, string table, string where, (string, object?)[] args, CancellationToken ct)
    {
        var (rows, last) = (0, 0L);
        while (true)
        {
            var after = last;
            var ids = await storage.ReadAsync(
                session => session.QueryAsync(Keys(table, where), reader => reader.GetInt64(0), [.. args, ("@after", after)]),
                ct);
            if (ids.Count == 0)
            {
                return rows;
            }

            rows += await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync($"DELETE FROM {table} WHERE id IN ({IdList.Of(ids)})"));
            last = ids[^1];
        }
    }

    private static string Keys(string table, string where) => $"SELECT id FROM {table} WHERE {where} AND id > @after ORDER BY id LIMIT {PerStep}";

    private static async Task<int> RemoveRestAsync(DbSession session, Guid userId)
    {
        var rows = 0;
        foreach (var table in Small)
        {
            rows += await session.ExecuteAsync($"DELETE FROM {table} WHERE user_id = @user", ("@user", userId));
        }

        return rows + await session.ExecuteAsync("DELETE FROM users WHERE id = @user AND erased_at IS NOT NULL", ("@user", userId));
    }
}
