using Apex.Infrastructure.Days;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Backfill;

/// <summary>What the end of a chunk means for its backfill, written in the transaction that settles the chunk's item: a kill can neither lose nor double it.</summary>
internal static class BackfillSettle
{
    // First, and always a write: on PostgreSQL it makes chunks that settle at once count one after the other, each seeing the one before.
    private const string Lock = "UPDATE backfills SET state = CASE WHEN state = 'planned' THEN 'running' ELSE state END WHERE id = @id";

    // A chunk that failed may still be done, by a replay; never the other way round.
    private const string Mark = """
        UPDATE backfill_chunks SET state = @state, settled_at = @now WHERE backfill_id = @id AND last_day = @day AND state IN ('pending', 'failed')
        """;

    private const string Count = """
        UPDATE backfills SET
          chunks_done = (SELECT count(*) FROM backfill_chunks WHERE backfill_id = @id AND state = 'done'),
          chunks_failed = (SELECT count(*) FROM backfill_chunks WHERE backfill_id = @id AND state = 'failed'),
          days_done = (SELECT COALESCE(sum(days), 0) FROM backfill_chunks WHERE backfill_id = @id AND state = 'done')
        WHERE id = @id
        """;

    private const string Finish = """
        UPDATE backfills SET state = CASE WHEN chunks_failed > 0 THEN 'failed' ELSE 'done' END, finished_at = @now
        WHERE id = @id AND state <> 'cancelled' AND chunks_done + chunks_failed = chunks
        """;

    private const string DeriveNow = """
        UPDATE work_items SET due_at = @now WHERE provider = @provider AND external_user_id = @user AND family = @family AND due_at > @now
          AND lease_until IS NULL AND wait_reason IS NULL AND EXISTS (SELECT 1 FROM backfills WHERE id = @id AND finished_at IS NOT NULL)
        """;

    // The class penalty is an order, not a wait: when nothing else is due in the lane, the next chunk need not wait for its instant.
    private const string GoOn = """
        UPDATE work_items SET due_at = @now WHERE lease_until IS NULL AND id = (SELECT id FROM work_items WHERE provider = @provider AND external_user_id = @person
            AND family = @family AND lease_until IS NULL AND wait_reason IS NULL AND due_at > @now ORDER BY due_at LIMIT 1)
          AND NOT EXISTS (SELECT 1 FROM work_items busy WHERE busy.provider = @provider AND busy.lane = @lane AND busy.due_at <= @now)
        """;

    /// <summary>After the item itself is settled.</summary>
    public static void Enqueue(DbSession session, BackfillChunk chunk, bool isDone, long nowMs)
    {
        var id = ("@id", (object?)chunk.BackfillId);
        session.Enqueue(Lock, id);
        session.Enqueue(Mark, id, ("@day", chunk.LastDay), ("@state", isDone ? BackfillStates.Done : BackfillStates.Failed), ("@now", nowMs));
        session.Enqueue(Count, id);
        session.Enqueue(Finish, id, ("@now", nowMs));
        EnqueueDerive(session, chunk.BackfillId, chunk.UserId, nowMs);
        session.Enqueue(
            GoOn, ("@provider", chunk.Provider), ("@person", chunk.ExternalUserId), ("@family", BackfillQuestion.Family), ("@lane", Lanes.Fetch), ("@now", nowMs));
    }

    /// <summary>An item was taken away by a person: if it was a chunk's, nobody will settle that any more.</summary>
    public static async Task GiveUpAsync(DbSession session, ItemKey item, long nowMs)
    {
        if (item.Family == BackfillQuestion.Family && await BackfillChunk.FindAsync(session, item.Provider, item.ExternalUserId, item.Day) is { } chunk)
        {
            Enqueue(session, chunk, isDone: false, nowMs);
            await session.FlushAsync();
        }
    }

    /// <summary>One re-scoring at the end of it all; while it goes on its chunks only order one for later (<see cref="DeriveItem"/>).</summary>
    public static void EnqueueDerive(DbSession session, Guid backfillId, Guid userId, long nowMs) => session.Enqueue(
        DeriveNow,
        ("@provider", DeriveItem.Provider), ("@user", userId.ToString("D")), ("@family", DeriveItem.Family), ("@id", backfillId), ("@now", nowMs));
}
