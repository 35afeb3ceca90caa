using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>Looks into the inbox. Bodies are masked; seeing one is audited.</summary>
public sealed class MessageReader
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;

    internal MessageReader(ApexStorage storage, ApexClock clock) => (_storage, _clock) = (storage, clock);

    /// <summary>Newest first.</summary>
    public async Task<Page<MessageView>> ListAsync(MessageFilter filter, long? before, int limit, CancellationToken ct = default)
    {
        var messages = await _storage.ReadAsync(
            async session => await MessageListSql.OfAsync(session, filter, before, limit + 1) is { } list ? await session.QueryAsync(list.Sql, MessageRows.Read, list.Args) : [], ct);
        return Page.Cut(messages, limit, message => message.Id);
    }

    public Task<MaskedMessage?> FindAsync(long id, CancellationToken ct = default) => _storage.ReadAsync(
        async session => (await MessageRows.MaskedAsync(session, "id = @id", 1, ("@id", id))).FirstOrDefault(), ct);

    /// <summary>The body as it came. That it was seen is committed first.</summary>
    public async Task<RevealedBody?> RevealAsync(long id, string actor, CancellationToken ct = default)
    {
        var now = _clock.Now;
        await _storage.Writer.RunAsync(WriteLane.Work, session => AuditLog.WriteAsync(session, actor, "message.reveal", $"message:{id}", now));
        return await _storage.ReadAsync(
            session => session.FindAsync(
                "SELECT body, body_bytes FROM inbox_messages WHERE id = @id",
                reader => RevealedBody.Of(id, BodyCodec.Decode(reader.GetFieldValue<byte[]>(0), reader.GetInt32(1))), ("@id", id)),
            ct);
    }
}
