using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>Work that waits for a connection to come back, or that waits under an id the vendor has given up.</summary>
internal static class WaitingWork
{
    /// <summary>Call when a person has reconnected: what waited for that is due now.</summary>
    /// <returns>The lanes that have work now.</returns>
    public static async Task<IReadOnlyList<(string Provider, string Lane)>> WakeAsync(DbSession session, string provider, string externalUserId, DateTimeOffset now)
    {
        var lanes = await session.QueryAsync(
            """
            UPDATE work_items SET due_at = @now, wait_reason = NULL
            WHERE provider = @provider AND external_user_id = @person AND lease_until IS NULL AND wait_reason IN ('disconnected', 'scope', 'token')
            RETURNING lane
            """,
            reader => reader.GetString(0),
            ("@now", now.ToUnixTimeMilliseconds()), ("@provider", provider), ("@person", externalUserId));
        return [.. lanes.Distinct(StringComparer.Ordinal).Select(lane => (provider, lane))];
    }

    /// <summary>Makes what waits under the old id orphans of the new one, to be adopted next. A claim that runs on the old id loses its item and writes nothing.</summary>
    public static async Task MoveAsync(DbSession session, string provider, string oldId, string newId)
    {
        (string, object?)[] args = [("@provider", provider), ("@old", oldId), ("@new", newId)];
        await session.ExecuteAsync(
            "UPDATE inbox_messages SET external_user_id = @new WHERE provider = @provider AND external_user_id = @old AND state = 'orphan'", args);

        // Account events stay where they are: one of them is being settled right now.
        await session.ExecuteAsync(
            """
            UPDATE inbox_messages SET external_user_id = @new, state = 'orphan', work_item_id = NULL
            WHERE state = 'pending' AND kind <> 'account' AND work_item_id IN (SELECT id FROM work_items WHERE provider = @provider AND external_user_id = @old)
            """,
            args);
        await session.ExecuteAsync(
            """
            DELETE FROM work_items WHERE provider = @provider AND external_user_id = @old
              AND NOT EXISTS (SELECT 1 FROM inbox_messages WHERE work_item_id = work_items.id AND state = 'pending')
            """,
            args[..2]);
    }
}
