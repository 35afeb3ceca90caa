using System.Data.Common;
using System.Globalization;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Backfill;

/// <summary>Statements that begin, find and cancel backfills.</summary>
internal static class BackfillRows
{
    private const string Columns = """
        id, user_id, provider, first_day, last_day, state, days, days_done, chunks, chunks_done, chunks_failed, requested_by, created_at, finished_at
        """;

    private const string Insert = """
        INSERT INTO backfills (id, user_id, connection_id, provider, first_day, last_day, state, days, days_done, chunks, chunks_done, chunks_failed, requested_by, created_at)
        VALUES (@id, @user, @connection, @provider, @first, @last, 'planned', @days, 0, @chunks, 0, 0, @by, @now)
        """;

    private const string InsertChunk = """
        INSERT INTO backfill_chunks (backfill_id, last_day, first_day, user_id, days, state) VALUES (@id, @last, @first, @user, @days, 'pending')
        """;

    // A replayed dead letter may be there already: it keeps its place if that is the earlier one.
    private const string Raise = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        VALUES (@provider, @person, @family, @day, @lane, @class, 1, 0, @due, 0, 0, 0, 0, @now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET wanted = work_items.wanted + 1
        """;

    /// <summary>The backfill with its chunks and their items, in the caller's transaction.</summary>
    public static async Task<Guid> BeginAsync(DbSession session, NewBackfill wanted, DateTimeOffset now)
    {
        var id = Guid.CreateVersion7(now);
        var chunks = wanted.Days.Chunks(wanted.DaysPerItem);
        session.Enqueue(
            Insert,
            ("@id", id), ("@user", wanted.UserId), ("@connection", wanted.ConnectionId), ("@provider", wanted.Provider), ("@first", wanted.Days.First),
            ("@last", wanted.Days.Last), ("@days", wanted.Days.Days), ("@chunks", chunks.Count), ("@by", wanted.RequestedBy), ("@now", now.ToUnixTimeMilliseconds()));
        for (var i = 0; i < chunks.Count; i++)
        {
            session.Enqueue(
                InsertChunk,
                ("@id", id), ("@last", chunks[i].Last), ("@first", chunks[i].First), ("@user", wanted.UserId), ("@days", chunks[i].Days));
            EnqueueItem(session, wanted, chunks[i], i, now);
        }

        await session.FlushAsync();
        return id;
    }

    /// <summary>One under way on any of these days.</summary>
    public static Task<BackfillView?> FindOpenAsync(DbSession session, Guid connectionId, DaySpan days) => session.FindAsync(
        $"""
        SELECT {Columns} FROM backfills WHERE connection_id = @connection AND state IN ('planned', 'running') AND first_day <= @last AND last_day >= @first
        ORDER BY created_at LIMIT 1
        """,
        Read, ("@connection", connectionId), ("@first", days.First), ("@last", days.Last));

    public static Task<BackfillView?> FindAsync(DbSession session, Guid userId, Guid id) => session.FindAsync(
        $"SELECT {Columns} FROM backfills WHERE id = @id AND user_id = @user", Read, ("@id", id), ("@user", userId));

    /// <summary>Newest first.</summary>
    public static Task<List<BackfillView>> OfUserAsync(DbSession session, Guid userId, int limit) => session.QueryAsync(
        $"SELECT {Columns} FROM backfills WHERE user_id = @user ORDER BY created_at DESC, id DESC LIMIT {limit}", Read, ("@user", userId));

    /// <summary>Ends it where it stands. Stored days stay; a fetch under way loses its lease and writes nothing.</summary>
    /// <returns>False: it is over already, or nobody's.</returns>
    public static async Task<bool> CancelAsync(DbSession session, Guid id, DateTimeOffset now)
    {
        var ended = await session.QueryAsync(
            """
            UPDATE backfills SET state = 'cancelled', finished_at = @now WHERE id = @id AND state IN ('planned', 'running') RETURNING connection_id, user_id
            """,
            reader => (Connection: reader.GetGuid(0), User: reader.GetGuid(1)), ("@id", id), ("@now", now.ToUnixTimeMilliseconds()));
        if (ended.Count == 0)
        {
            return false;
        }

        var left = await session.QueryAsync(
            "UPDATE backfill_chunks SET state = 'cancelled' WHERE backfill_id = @id AND state = 'pending' RETURNING last_day", reader => reader.Date(0), ("@id", id));
        foreach (var day in left.Order())
        {
            session.Enqueue(
                """
                DELETE FROM work_items WHERE family = @family AND day = @day AND EXISTS (SELECT 1 FROM connections k
                  WHERE k.id = @connection AND k.provider = work_items.provider AND k.external_user_id = work_items.external_user_id)
                """,
                ("@family", BackfillQuestion.Family), ("@day", Text(day)), ("@connection", ended[0].Connection));
        }

        BackfillSettle.EnqueueDerive(session, id, ended[0].User, now.ToUnixTimeMilliseconds());
        await session.FlushAsync();
        return true;
    }

    /// <summary>With a connection go its backfills: what could ask for them is forgotten.</summary>
    public static async Task CancelOfConnectionAsync(DbSession session, Guid connectionId, DateTimeOffset now)
    {
        var open = await session.QueryAsync(
            "SELECT id FROM backfills WHERE connection_id = @connection AND state IN ('planned', 'running')", reader => reader.GetGuid(0), ("@connection", connectionId));
        foreach (var id in open)
        {
            await CancelAsync(session, id, now);
        }
    }

    // The newest days as if a person waited for them, because one does; the rest in its own class, in order.
    private static void EnqueueItem(DbSession session, NewBackfill wanted, DaySpan chunk, int place, DateTimeOffset now)
    {
        var workClass = place == 0 ? WorkClass.Manual : WorkClass.Backfill;
        session.Enqueue(
            Raise,
            ("@provider", wanted.Provider), ("@person", wanted.ExternalUserId), ("@family", BackfillQuestion.Family), ("@day", Text(chunk.Last)), ("@lane", Lanes.Fetch),
            ("@class", workClass), ("@due", (now + WorkClass.Penalty(workClass)).ToUnixTimeMilliseconds() + place), ("@now", now.ToUnixTimeMilliseconds()));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static BackfillView Read(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.Date(3), reader.Date(4), reader.GetString(5), reader.GetInt32(6), reader.GetInt32(7),
        reader.GetInt32(8), reader.GetInt32(9), reader.GetInt32(10), reader.GetString(11), reader.Instant(12), reader.InstantOrNull(13));
}

/// <summary>A backfill to begin.</summary>
/// <param name="DaysPerItem">What the vendor answers at once.</param>
internal sealed record NewBackfill(Guid UserId, Guid ConnectionId, string Provider, string ExternalUserId, int DaysPerItem, DaySpan Days, string RequestedBy);
