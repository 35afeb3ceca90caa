using System.Data.Common;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Resolves whose item it is and reads its messages, in one visit to the database.</summary>
internal sealed class ContextReader(ApexStorage storage, ProviderRegistry providers)
{
    private const string Person = """
        SELECT c.id, c.user_id, c.status, c.token_version, u.time_zone FROM connections c JOIN users u ON u.id = c.user_id
        WHERE c.provider = @provider AND c.external_user_id = @person AND u.erased_at IS NULL
        """;

    private const string Pending = """
        SELECT id, generation, kind, data_type, event_type, object_id, occurred_at, order_at, received_at, body, body_bytes FROM inbox_messages
        WHERE work_item_id = @item AND generation <= @generation AND state = 'pending' ORDER BY generation LIMIT @limit
        """;

    public Task<ItemContext> ReadAsync(ClaimedItem item, CancellationToken ct) => storage.ReadAsync(
        async session =>
        {
            var batch = new ReadBatch();
            var found = batch.Add(
                Person,
                reader => (
                    Connection: new ConnectionInfo(reader.GetGuid(0), reader.GetGuid(1), item.Provider, item.ExternalUserId, reader.GetString(2), reader.GetInt64(3)),
                    User: new UserInfo(reader.GetGuid(1), reader.GetString(4))),
                ("@provider", item.Provider), ("@person", item.ExternalUserId));
            var messages = batch.Add(Pending, ReadMessage, ("@item", item.Id), ("@generation", item.Generation), ("@limit", ItemContext.MaxMessages));
            await batch.RunAsync(session);
            var (connection, user) = found.FirstOrDefault();
            return new ItemContext(item, connection, user, messages)
            {
                IsErased = connection is null && await ErasedAccountRows.IsErasedAsync(session, item.Provider, item.ExternalUserId),
                Chunk = item.Family == BackfillQuestion.Family
                    ? await BackfillChunk.FindAsync(session, item.Provider, item.ExternalUserId, item.Day)
                    : null,
                Siblings = await SiblingReader.ReadAsync(session, item, Scope(item)),
            };
        },
        ct);

    private IReadOnlyList<(string Family, string Day)> Scope(ClaimedItem item) =>
        item.Lane == Lanes.Fetch && providers.TryGet(item.Provider, out var vendor) && vendor is IPullProvider pull ? pull.Siblings(item.Family, item.Day) : [];

    private static PendingMessage ReadMessage(DbDataReader reader) => new(
        reader.GetInt64(0),
        reader.GetInt64(1),
        reader.GetString(2),
        reader.GetString(3),
        reader.TextOrNull(4),
        reader.TextOrNull(5),
        reader.InstantOrNull(6),
        reader.LongOrNull(7),
        reader.Instant(8),
        BodyCodec.Decode(reader.GetFieldValue<byte[]>(9), reader.GetInt32(10)));
}
