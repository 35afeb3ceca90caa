using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Outages;

/// <summary>The statements of a heartbeat.</summary>
internal static class NodeSql
{
    /// <summary>Rows kept for the list of restarts; a node that restarts for ever must not fill the table.</summary>
    private const int MaxNodes = 200;

    private const string Beat = """
        INSERT INTO nodes (id, name, version, started_at, last_seen_at, clean_stop, leases_freed) VALUES (@id, @name, @version, @started, @now, @clean, FALSE)
        ON CONFLICT (id) DO UPDATE SET last_seen_at = excluded.last_seen_at, clean_stop = excluded.clean_stop, leases_freed = FALSE
        """;

    public static Task BeatAsync(DbSession session, NodeIdentity node, DateTimeOffset startedAt, DateTimeOffset now, bool cleanStop) => session.ExecuteAsync(
        Beat,
        ("@id", node.Id), ("@name", node.Name), ("@version", node.Version), ("@started", startedAt.ToUnixTimeMilliseconds()),
        ("@now", now.ToUnixTimeMilliseconds()), ("@clean", cleanStop));

    /// <summary>Call once per process, before its first beat: since when nobody listened is what the others have left behind.</summary>
    public static async Task JoinAsync(DbSession session, NodeIdentity node, DateTimeOffset startedAt)
    {
        var lastSeen = await session.ScalarAsync<long?>("SELECT max(last_seen_at) FROM nodes");
        if (lastSeen is { } ms && DateTimeOffset.FromUnixTimeMilliseconds(ms) is var from && from < startedAt)
        {
            await OutageSql.AddDownAsync(session, node.Id, from, startedAt, confirmed: !session.IsPostgres);
        }

        if (!session.IsPostgres)
        {
            // The lock on the data directory has said that they are gone, and LeaseRecovery has freed what they held.
            await session.ExecuteAsync("UPDATE nodes SET leases_freed = TRUE");
        }

        await session.ExecuteAsync($"DELETE FROM nodes WHERE id NOT IN (SELECT id FROM nodes ORDER BY last_seen_at DESC LIMIT {MaxNodes})");
    }

    /// <summary>Gives the leases of nodes that are gone to whoever comes next, with the effect of <see cref="Work.LeaseRecovery"/>. A node that only
    /// stood still finds its fences raised.</summary>
    /// <param name="seenBefore">Who has not written since is gone.</param>
    public static async Task<int> FreeLeasesAsync(DbSession session, string self, DateTimeOffset seenBefore, DateTimeOffset now)
    {
        var gone = await session.QueryAsync(
            "SELECT id FROM nodes WHERE NOT leases_freed AND (clean_stop OR last_seen_at < @before) AND id <> @self",
            reader => reader.GetString(0),
            ("@before", seenBefore.ToUnixTimeMilliseconds()), ("@self", self));
        var freed = 0;
        foreach (var id in gone)
        {
            // A row the dead node's last transaction still holds is left to its lease's end: nobody waits for a connection that may hang.
            freed += await session.ExecuteAsync(
                $"""
                UPDATE work_items SET lease_until = NULL, due_at = @now, fence = fence + 1, lost_leases = lost_leases + 1
                WHERE id IN (SELECT id FROM work_items WHERE lease_holder = @id AND lease_until IS NOT NULL{session.SkipLocked})
                """,
                ("@now", now.ToUnixTimeMilliseconds()), ("@id", id));
            await session.ExecuteAsync("UPDATE nodes SET leases_freed = TRUE WHERE id = @id", ("@id", id));
        }

        return freed;
    }
}
