using System.Data.Common;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>Finds items a fetch may answer along with its own.</summary>
internal static class SiblingReader
{
    /// <summary>Notices looked at; a person with more waits is served item by item.</summary>
    private const int MaxNotices = 500;

    // One statement, so that an item and its messages are of one moment.
    private const string Pending = """
        SELECT w.id, w.family, w.day, w.wanted, w.fence, m.kind, m.event_type, m.data_type, m.object_id, m.generation
        FROM work_items w JOIN inbox_messages m ON m.work_item_id = w.id AND m.state = 'pending'
        WHERE w.provider = @provider AND w.external_user_id = @person AND w.lane = 'fetch' AND w.lease_until IS NULL AND w.id <> @self LIMIT @limit
        """;

    /// <param name="scope">What the vendor says a fetch of the item may answer along.</param>
    public static async Task<IReadOnlyList<Sibling>> ReadAsync(DbSession session, ClaimedItem item, IReadOnlyList<(string Family, string Day)> scope)
    {
        if (scope.Count == 0)
        {
            return [];
        }

        var notices = await session.QueryAsync(
            Pending, Read, ("@provider", item.Provider), ("@person", item.ExternalUserId), ("@self", item.Id), ("@limit", MaxNotices));
        return notices.Count == MaxNotices
            ? []
            : [.. notices.Where(notice => scope.Contains(notice.Key)).GroupBy(notice => notice.ItemId).Where(IsFetchable)
                .OrderBy(group => group.First().Key).Select(group => Of([.. group]))];
    }

    // A delete is said by the notice itself and by no fetch; a wish without a message names no object that could be looked for.
    private static bool IsFetchable(IEnumerable<PendingNotice> notices) =>
        notices.All(notice => notice is { Kind: "notification", EventType: not "delete", ObjectId: not null }) && notices.Max(notice => notice.Generation) == notices.First().Wanted;

    private static Sibling Of(List<PendingNotice> notices) =>
        new(notices[0].ItemId, notices[0].Wanted, notices[0].Fence, notices.Select(notice => (notice.DataType, notice.ObjectId!)).ToHashSet());

    private static PendingNotice Read(DbDataReader reader) => new(
        reader.GetInt64(0), (reader.GetString(1), reader.GetString(2)), reader.GetInt64(3), reader.GetInt64(4), reader.GetString(5), reader.TextOrNull(6),
        reader.GetString(7), reader.TextOrNull(8), reader.GetInt64(9));

    private sealed record PendingNotice(
        long ItemId, (string Family, string Day) Key, long Wanted, long Fence, string Kind, string? EventType, string DataType, string? ObjectId, long Generation);
}
