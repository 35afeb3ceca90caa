using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Inbox;

internal sealed class SqliteAppendSql(DbSession session) : IAppendSql
{
    // No change means: the subject's newest delivery has this very content, so this one is a repeat.
    private const string Seen = """
        INSERT INTO inbox_seen (provider, delivery_key, content_key, seen_at) VALUES (@provider, @key, @content, @now)
        ON CONFLICT (provider, delivery_key) DO UPDATE SET content_key = excluded.content_key, seen_at = excluded.seen_at
        WHERE inbox_seen.content_key <> excluded.content_key
        """;

    // A leased or waiting item keeps its own due instant: a new notice must not shorten a throttle.
    private const string Raise = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        VALUES (@provider, @person, @family, @day, @lane, @class, @count, 0, @now, 0, 0, 0, 0, @now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET
          wanted = work_items.wanted + excluded.wanted,
          class = CASE WHEN work_items.due_at > excluded.due_at THEN excluded.class ELSE work_items.class END,
          due_at = CASE WHEN work_items.lease_until IS NULL AND work_items.wait_reason IS NULL AND work_items.due_at > excluded.due_at
                   THEN excluded.due_at ELSE work_items.due_at END
        RETURNING id, wanted
        """;

    private const string Insert = """
        INSERT INTO inbox_messages (provider, kind, external_user_id, data_type, event_type, object_id, occurred_at, order_at, received_at, body, body_bytes,
          family, day, work_item_id, generation, state)
        VALUES (@provider, @kind, @person, @type, @event, @object, @occurred, @order, @received, @body, @bytes, @family, @day, @item, @generation, 'pending')
        RETURNING id, generation
        """;

    public async Task<List<AppendRow>> KeepNewAsync(List<AppendRow> rows)
    {
        var fresh = new List<AppendRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.Message.DeliveryKey is not { } key || await session.ExecuteAsync(
                    Seen, ("@provider", row.Provider), ("@key", key), ("@content", row.Message.ContentKey ?? []), ("@now", row.ReceivedAtMs)) == 1)
            {
                fresh.Add(row);
            }
        }

        return fresh;
    }

    public async Task<List<(List<AppendRow> Rows, RaisedItem Item)>> RaiseItemsAsync(List<List<AppendRow>> groups)
    {
        var raised = new List<(List<AppendRow>, RaisedItem)>(groups.Count);
        foreach (var group in groups)
        {
            var (key, first) = (group[0].Key, group[0]);
            var (id, wanted) = await session.PairAsync(
                Raise,
                ("@provider", key.Provider), ("@person", key.ExternalUserId), ("@family", key.Family), ("@day", key.Day),
                ("@lane", first.Lane), ("@class", WorkClass.Notification), ("@count", (long)group.Count), ("@now", first.ReceivedAtMs));
            raised.Add((group, new RaisedItem(id, wanted)));
        }

        return raised;
    }

    public async Task<List<(AppendRow Row, long Id)>> InsertMessagesAsync(List<AppendRow> rows)
    {
        var inserted = new List<(AppendRow, long)>(rows.Count);
        foreach (var row in rows)
        {
            var message = row.Message;
            var (id, _) = await session.PairAsync(
                Insert,
                ("@provider", row.Provider), ("@kind", Kinds.Name(message.Kind)), ("@person", message.ExternalUserId), ("@type", message.DataType),
                ("@event", message.EventType), ("@object", message.ObjectId), ("@occurred", message.OccurredAt?.ToUnixTimeMilliseconds()),
                ("@order", message.OrderAtMs), ("@received", row.ReceivedAtMs), ("@body", row.Body), ("@bytes", message.Body.Length),
                ("@family", message.Family), ("@day", message.Day), ("@item", row.WorkItemId), ("@generation", row.Generation));
            inserted.Add((row, id));
        }

        return inserted;
    }
}
