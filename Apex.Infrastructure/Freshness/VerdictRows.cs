using Apex.Domain.Freshness;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Freshness;

/// <summary>Stored verdicts: whose turn it is, what was said last, what is said now.</summary>
internal static class VerdictRows
{
    private const string Due = """
        SELECT f.user_id FROM freshness f JOIN users u ON u.id = f.user_id
        WHERE f.next_change_at <= @now AND u.erased_at IS NULL ORDER BY f.next_change_at LIMIT @limit
        """;

    // Never judged: rows of a release that did not.
    private const string Unjudged =
        "SELECT f.user_id FROM freshness f JOIN users u ON u.id = f.user_id WHERE f.next_change_at IS NULL AND u.erased_at IS NULL LIMIT @limit";

    // On PostgreSQL a row that another node has changed is looked at again with its new values before it is written: its own columns tell, users.data_version would not.
    private const string Judged = """
        UPDATE freshness SET state = @state, cause = @cause, due_at = @due, next_change_at = @next
        WHERE user_id = @user AND signal = @signal AND newest_day IS NOT DISTINCT FROM @day AND event_at IS NOT DISTINCT FROM @event
          AND available_at IS NOT DISTINCT FROM @available AND next_change_at IS NOT DISTINCT FROM @read
        """;

    /// <summary>People with rows whose instant has come, each once.</summary>
    public static async Task<List<Guid>> DueAsync(DbSession session, DateTimeOffset now, int limit)
    {
        var due = await session.QueryAsync(Due, reader => reader.GetGuid(0), ("@now", now.ToUnixTimeMilliseconds()), ("@limit", limit));
        var unjudged = due.Count < limit ? await session.QueryAsync(Unjudged, reader => reader.GetGuid(0), ("@limit", limit - due.Count)) : [];
        return [.. due.Concat(unjudged).Distinct()];
    }

    public static Task<List<StoredVerdict>> OfAsync(DbSession session, IReadOnlyCollection<Guid> userIds) => session.QueryAsync(
        $"SELECT user_id, signal, newest_day, event_at, available_at, state, cause, due_at, next_change_at FROM freshness WHERE user_id IN ({IdList.Of(userIds)})",
        reader => new StoredVerdict(
            reader.GetGuid(0), reader.GetString(1), reader.DateOrNull(2), reader.LongOrNull(3), reader.LongOrNull(4), reader.GetString(5), reader.GetString(6),
            reader.LongOrNull(7), reader.LongOrNull(8)));

    /// <summary>Writes nothing where something newer came since the row was read.</summary>
    public static void Enqueue(DbSession session, StoredVerdict read, SignalFreshnessView now, DateTimeOffset lookAgainAt) => session.Enqueue(
        Judged,
        ("@state", FreshnessStates.Name(now.State)), ("@cause", Causes.Name(now.Cause)), ("@due", now.DueAt?.ToUnixTimeMilliseconds()),
        ("@next", lookAgainAt.ToUnixTimeMilliseconds()), ("@user", read.UserId), ("@signal", read.Signal), ("@day", read.NewestDay), ("@event", read.EventAt),
        ("@available", read.AvailableAt), ("@read", read.NextChangeAt));
}
