using System.Data.Common;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Work;

/// <summary>Statements on dead letters. Letters of one work key share its dead messages: what happens to those happens to all its open letters.</summary>
internal static class DeadLetterRows
{
    public const string Open = "open";
    public const string Replayed = "replayed";
    public const string Discarded = "discarded";

    public const string Columns = """
        id, provider, external_user_id, family, day, lane, user_id, connection_id, stage, error, fingerprint, tries, messages, created_at, state, state_at, state_by, run_id
        """;

    public const string SameKey = "provider = @provider AND external_user_id = @person AND family = @family AND day = @day";

    public static (string, object?)[] KeyOf(DeadLetterView letter) =>
        [("@provider", letter.Provider), ("@person", letter.ExternalUserId), ("@family", letter.Family), ("@day", letter.Day)];

    public static Task<DeadLetterView?> FindAsync(DbSession session, long id) =>
        session.FindAsync($"SELECT {Columns} FROM dead_letters WHERE id = @id", Read, ("@id", id));

    public static Task<int> CloseAsync(DbSession session, DeadLetterView letter, string state, string actor, DateTimeOffset now) => session.ExecuteAsync(
        $"UPDATE dead_letters SET state = @state, state_at = @now, state_by = @actor WHERE state = 'open' AND {SameKey}",
        [("@state", state), ("@now", now.ToUnixTimeMilliseconds()), ("@actor", actor), .. KeyOf(letter)]);

    public static Task<int> SettleMessagesAsync(DbSession session, DeadLetterView letter, DateTimeOffset now) => session.ExecuteAsync(
        $"UPDATE inbox_messages SET state = 'settled', settled_at = @now WHERE state = 'dead' AND {SameKey}",
        [("@now", now.ToUnixTimeMilliseconds()), .. KeyOf(letter)]);

    public static DeadLetterView Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GuidOrNull(6),
        reader.GuidOrNull(7), reader.GetString(8), reader.GetString(9), reader.GetString(10), reader.GetInt32(11), reader.GetInt32(12), reader.Instant(13),
        reader.GetString(14), reader.InstantOrNull(15), reader.TextOrNull(16), reader.LongOrNull(17));
}
