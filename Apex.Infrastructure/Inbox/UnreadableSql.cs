using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>Authentic but unreadable: kept as a dead message with its dead letter, so that it can be looked at and replayed after a fix.</summary>
internal static class UnreadableSql
{
    private const string Message = """
        INSERT INTO inbox_messages (provider, kind, external_user_id, data_type, received_at, body, body_bytes, family, day, generation, state)
        VALUES (@provider, 'push', '', 'unreadable', @now, @body, @bytes, 'unreadable', @day, 0, 'dead')
        RETURNING id
        """;

    private const string Letter = """
        INSERT INTO dead_letters (provider, external_user_id, family, day, lane, stage, error, fingerprint, tries, messages, created_at, state)
        VALUES (@provider, '', 'unreadable', @day, 'data', 'receive', @error, @fingerprint, 1, 1, @now, 'open')
        """;

    public static async Task<long> InsertAsync(DbSession session, string provider, UnreadableSlice slice, long nowMs)
    {
        // The message's own id is not known yet; the instant plus content names the pair for replay.
        var day = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(slice.Body.Span).AsSpan(0, 8));
        var id = await session.ScalarAsync<long>(
            Message, ("@provider", provider), ("@now", nowMs), ("@body", BodyCodec.Encode(slice.Body.Span)), ("@bytes", slice.Body.Length), ("@day", day));
        await session.ExecuteAsync(
            Letter, ("@provider", provider), ("@day", day), ("@error", slice.Reason), ("@fingerprint", Work.Fingerprint.Of(provider, "receive", slice.Reason)), ("@now", nowMs));
        return id;
    }
}
