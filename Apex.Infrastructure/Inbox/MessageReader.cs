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
        var where = new SqlFilter()
            .And("provider = @provider", "@provider", filter.Provider)
            .And("state = @state", "@state", filter.State)
            .And("external_user_id = @person", "@person", filter.ExternalUserId)
            .And("run_id = @run", "@run", filter.RunId)
            .And(SqlFilter.OfUser("inbox_messages"), "@user", filter.UserId)
            .And("id < @before", "@before", before);
        var messages = await _storage.ReadAsync(
            session => session.QueryAsync($"SELECT {MessageRows.Columns} FROM inbox_messages{where} ORDER BY id DESC LIMIT {limit + 1}", MessageRows.Read, where.Args), ct);
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
