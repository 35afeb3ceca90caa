using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>The statements that end a claim. All name the fence; <see cref="HoldsAsync"/> has proved it inside the same transaction.</summary>
internal static class SettleSql
{
    /// <summary>False: the lease was lost or the claim has been settled already, the caller writes nothing.</summary>
    public static async Task<bool> HoldsAsync(DbSession session, ClaimedItem item) => await session.ExecuteAsync(
        "UPDATE work_items SET lost_leases = 0 WHERE id = @id AND fence = @fence AND lease_until IS NOT NULL", ("@id", item.Id), ("@fence", item.Fence)) == 1;

    /// <summary>Done up to the claim's generation: the item goes, unless more has come meanwhile.</summary>
    public static void EnqueueDone(DbSession session, ItemContext context, long nowMs)
    {
        var item = context.Item;
        session.Enqueue(
            "DELETE FROM work_items WHERE id = @id AND fence = @fence AND wanted <= @generation",
            ("@id", item.Id), ("@fence", item.Fence), ("@generation", context.Generation));
        session.Enqueue(
            """
            UPDATE work_items SET lease_until = NULL, due_at = @now, tries = 0, waits = 0, wait_reason = NULL, last_error = NULL
            WHERE id = @id AND fence = @fence
            """,
            ("@id", item.Id), ("@fence", item.Fence), ("@now", nowMs));
    }

    public static void EnqueueWait(DbSession session, ClaimedItem item, ItemWait wait) => session.Enqueue(
        """
        UPDATE work_items SET lease_until = NULL, due_at = @until, wait_reason = @reason, last_error = @error, tries = tries + @tries, waits = waits + @waits
        WHERE id = @id AND fence = @fence
        """,
        ("@id", item.Id), ("@fence", item.Fence), ("@until", wait.Until.ToUnixTimeMilliseconds()), ("@reason", wait.Reason), ("@error", wait.Error),
        ("@tries", wait.ConsumesTry ? 1 : 0), ("@waits", wait.ConsumesTry ? 0 : 1));

    /// <summary>All messages the claim covers that are still pending take the state.</summary>
    public static void EnqueueMessages(DbSession session, ItemContext context, string state, long runId, long nowMs) => session.Enqueue(
        """
        UPDATE inbox_messages SET state = @state, settled_at = @now, run_id = @run
        WHERE work_item_id = @item AND generation <= @generation AND state = 'pending'
        """,
        ("@state", state), ("@now", nowMs), ("@run", runId), ("@item", context.Item.Id), ("@generation", context.Generation));

    public static void EnqueueDrop(DbSession session, ItemContext context) => session.Enqueue(
        "DELETE FROM inbox_messages WHERE work_item_id = @item AND generation <= @generation AND state = 'pending'",
        ("@item", context.Item.Id), ("@generation", context.Generation));

    /// <summary>What the fetch has answered along. One that was claimed meanwhile is left to its worker; one that has grown stays pending with what is new.</summary>
    public static void EnqueueSiblings(DbSession session, ItemContext context, long runId, long nowMs)
    {
        foreach (var sibling in context.Siblings)
        {
            session.Enqueue(
                """
                UPDATE inbox_messages SET state = @state, settled_at = @now, run_id = @run WHERE work_item_id = @id AND generation <= @generation AND state = 'pending'
                  AND EXISTS (SELECT 1 FROM work_items WHERE id = @id AND fence = @fence AND lease_until IS NULL)
                """,
                ("@state", Kinds.Settled), ("@now", nowMs), ("@run", runId), ("@id", sibling.Id), ("@generation", sibling.Generation), ("@fence", sibling.Fence));
            session.Enqueue(
                "DELETE FROM work_items WHERE id = @id AND fence = @fence AND lease_until IS NULL AND wanted <= @generation",
                ("@id", sibling.Id), ("@fence", sibling.Fence), ("@generation", sibling.Generation));
        }
    }

    public static void EnqueueMessage(DbSession session, long messageId, string state, long runId, long nowMs) => session.Enqueue(
        "UPDATE inbox_messages SET state = @state, settled_at = @now, run_id = @run WHERE id = @id AND state = 'pending'",
        ("@state", state), ("@now", nowMs), ("@run", runId), ("@id", messageId));
}

/// <summary>Work that is put back until an instant.</summary>
/// <param name="Reason">Shown to people: retry, throttled, token, circuit, missing, disconnected, scope.</param>
internal sealed record ItemWait(string Reason, DateTimeOffset Until, bool ConsumesTry, string? Error);
