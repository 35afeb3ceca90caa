using System.Data.Common;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>Reads messages as people see them.</summary>
internal static class MessageRows
{
    public const string Columns = """
        id, provider, kind, external_user_id, data_type, event_type, object_id, occurred_at, received_at, body_bytes, family, day, work_item_id, generation,
        state, settled_at, run_id
        """;

    public static MessageView Read(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.TextOrNull(5), reader.TextOrNull(6),
        reader.InstantOrNull(7), reader.Instant(8), reader.GetInt32(9), reader.GetString(10), reader.GetString(11), reader.LongOrNull(12), reader.GetInt64(13),
        reader.GetString(14), reader.InstantOrNull(15), reader.LongOrNull(16));

    /// <param name="where">Over the columns above.</param>
    public static async Task<List<MaskedMessage>> MaskedAsync(DbSession session, string where, int limit, params (string, object?)[] args)
    {
        var found = await session.QueryAsync(
            $"SELECT {Columns}, body FROM inbox_messages WHERE {where} ORDER BY id DESC LIMIT {limit}",
            reader => (View: Read(reader), Body: reader.GetFieldValue<byte[]>(17)),
            args);
        return found.ConvertAll(message =>
        {
            var body = BodyCodec.Decode(message.Body, message.View.BodyBytes);
            return new MaskedMessage(message.View, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body)), BodyOutline.Of(body));
        });
    }
}
