using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Inbox;

internal sealed class PostgresAppendSql(DbSession session) : IAppendSql
{
    private const string Seen = """
        INSERT INTO inbox_seen (provider, delivery_key, content_key, seen_at)
        SELECT * FROM unnest(@provider, @key, @content, @now)
        ON CONFLICT (provider, delivery_key) DO UPDATE SET content_key = excluded.content_key, seen_at = excluded.seen_at
        WHERE inbox_seen.content_key <> excluded.content_key
        RETURNING provider, delivery_key
        """;

    private const string Raise = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        SELECT provider, person, family, day, lane, @class, count, 0, now, 0, 0, 0, 0, now
        FROM unnest(@provider, @person, @family, @day, @lane, @count, @now) AS t (provider, person, family, day, lane, count, now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET
          wanted = work_items.wanted + excluded.wanted,
          class = CASE WHEN work_items.due_at > excluded.due_at THEN excluded.class ELSE work_items.class END,
          due_at = CASE WHEN work_items.lease_until IS NULL AND work_items.wait_reason IS NULL AND work_items.due_at > excluded.due_at
                   THEN excluded.due_at ELSE work_items.due_at END
        RETURNING provider, external_user_id, family, day, id, wanted
        """;

    private const string Insert = """
        INSERT INTO inbox_messages (provider, kind, external_user_id, data_type, event_type, object_id, occurred_at, order_at, received_at, body, body_bytes,
          family, day, work_item_id, generation, state)
        SELECT t.*, 'pending' FROM unnest(@provider, @kind, @person, @type, @event, @object, @occurred, @order, @received, @body, @bytes, @family, @day, @item, @generation) AS t
        RETURNING id, work_item_id, generation
        """;

    public async Task<List<AppendRow>> KeepNewAsync(List<AppendRow> rows)
    {
        var keyed = rows.Where(row => row.Message.DeliveryKey is not null).ToList();
        var fresh = new HashSet<AppendRow>(rows.Where(row => row.Message.DeliveryKey is null));

        // One statement may touch a row once: the second delivery of a subject in this batch goes in a second round.
        while (keyed.Count > 0)
        {
            var round = keyed.DistinctBy(Name).OrderBy(Name, StringComparer.Ordinal).ToList();
            keyed = [.. keyed.Except(round)];
            var changed = await session.QueryAsync(
                Seen,
                reader => reader.GetString(0) + Convert.ToHexString(reader.GetFieldValue<byte[]>(1)),
                ("@provider", round.Select(r => r.Provider).ToArray()), ("@key", round.Select(r => r.Message.DeliveryKey!).ToArray()),
                ("@content", round.Select(r => r.Message.ContentKey ?? []).ToArray()), ("@now", round.Select(r => r.ReceivedAtMs).ToArray()));
            var names = changed.ToHashSet(StringComparer.Ordinal);
            fresh.UnionWith(round.Where(row => names.Contains(Name(row))));
        }

        return [.. rows.Where(fresh.Contains)];
    }

    public async Task<List<(List<AppendRow> Rows, RaisedItem Item)>> RaiseItemsAsync(List<List<AppendRow>> groups)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        var byKey = groups.ToDictionary(group => group[0].Key);
        var firsts = groups.ConvertAll(group => group[0]);
        return await session.QueryAsync(
            Raise,
            reader => (byKey[new ItemKey(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3))],
                new RaisedItem(reader.GetInt64(4), reader.GetInt64(5))),
            ("@provider", firsts.Select(r => r.Key.Provider).ToArray()), ("@person", firsts.Select(r => r.Key.ExternalUserId).ToArray()),
            ("@family", firsts.Select(r => r.Key.Family).ToArray()), ("@day", firsts.Select(r => r.Key.Day).ToArray()),
            ("@lane", firsts.Select(r => r.Lane).ToArray()), ("@class", WorkClass.Notification),
            ("@count", groups.Select(g => (long)g.Count).ToArray()), ("@now", firsts.Select(r => r.ReceivedAtMs).ToArray()));
    }

    public async Task<List<(AppendRow Row, long Id)>> InsertMessagesAsync(List<AppendRow> rows)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var byGeneration = rows.ToDictionary(row => (row.WorkItemId, row.Generation));
        return await session.QueryAsync(
            Insert,
            reader => (byGeneration[(reader.GetInt64(1), reader.GetInt64(2))], reader.GetInt64(0)),
            ("@provider", rows.Select(r => r.Provider).ToArray()), ("@kind", rows.Select(r => Kinds.Name(r.Message.Kind)).ToArray()),
            ("@person", rows.Select(r => r.Message.ExternalUserId).ToArray()), ("@type", rows.Select(r => r.Message.DataType).ToArray()),
            ("@event", rows.Select(r => r.Message.EventType).ToArray()), ("@object", rows.Select(r => r.Message.ObjectId).ToArray()),
            ("@occurred", rows.Select(r => r.Message.OccurredAt?.ToUnixTimeMilliseconds()).ToArray()), ("@order", rows.Select(r => r.Message.OrderAtMs).ToArray()),
            ("@received", rows.Select(r => r.ReceivedAtMs).ToArray()), ("@body", rows.Select(r => r.Body).ToArray()),
            ("@bytes", rows.Select(r => r.Message.Body.Length).ToArray()), ("@family", rows.Select(r => r.Message.Family).ToArray()),
            ("@day", rows.Select(r => r.Message.Day).ToArray()), ("@item", rows.Select(r => r.WorkItemId).ToArray()),
            ("@generation", rows.Select(r => r.Generation).ToArray()));
    }

    private static string Name(AppendRow row) => row.Provider + Convert.ToHexString(row.Message.DeliveryKey!);
}
