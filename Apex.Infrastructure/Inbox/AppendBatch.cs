using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>Writes a group of deliveries in one transaction: what is new, its work item, its message. Item keys are touched in order, so that
/// two nodes never wait for each other.</summary>
internal static class AppendBatch
{
    public static async Task<AppendResult[]> RunAsync(DbSession session, IReadOnlyList<PendingAppend> posts)
    {
        IAppendSql sql = session.IsPostgres ? new PostgresAppendSql(session) : new SqliteAppendSql(session);
        var rows = Flatten(posts);
        var fresh = await sql.KeepNewAsync(rows);

        await RaiseItemsAsync(sql, fresh);
        var firstIds = new long?[posts.Count];
        foreach (var (row, id) in await sql.InsertMessagesAsync(fresh))
        {
            firstIds[row.Post] = Math.Min(firstIds[row.Post] ?? long.MaxValue, id);
        }

        for (var i = 0; i < posts.Count; i++)
        {
            foreach (var slice in posts[i].Envelope.Unreadable)
            {
                var id = await UnreadableSql.InsertAsync(session, posts[i].Provider, slice, posts[i].ReceivedAtMs);
                firstIds[i] ??= id;
            }
        }

        return Results(posts, fresh, firstIds);
    }

    private static List<AppendRow> Flatten(IReadOnlyList<PendingAppend> posts)
    {
        var rows = new List<AppendRow>(posts.Count);
        for (var i = 0; i < posts.Count; i++)
        {
            foreach (var message in posts[i].Envelope.Messages)
            {
                rows.Add(new AppendRow(i, posts[i].Provider, message, posts[i].ReceivedAtMs));
            }
        }

        return rows;
    }

    private static async Task RaiseItemsAsync(IAppendSql sql, List<AppendRow> fresh)
    {
        var groups = fresh.GroupBy(row => row.Key).OrderBy(group => group.Key).Select(group => group.ToList()).ToList();
        foreach (var (rows, item) in await sql.RaiseItemsAsync(groups))
        {
            for (var i = 0; i < rows.Count; i++)
            {
                rows[i].WorkItemId = item.Id;
                rows[i].Generation = item.Wanted - rows.Count + 1 + i;
            }
        }
    }

    private static AppendResult[] Results(IReadOnlyList<PendingAppend> posts, List<AppendRow> fresh, long?[] firstIds)
    {
        var stored = new int[posts.Count];
        foreach (var row in fresh)
        {
            stored[row.Post]++;
        }

        return [.. posts.Select((post, i) => new AppendResult.Stored(
            firstIds[i],
            stored[i] + post.Envelope.Unreadable.Count,
            post.Envelope.Messages.Count - stored[i]))];
    }
}

/// <summary>The id of a raised item and its `wanted` after raising.</summary>
internal readonly record struct RaisedItem(long Id, long Wanted);

/// <summary>The append's statements; row by row on SQLite, where a call costs microseconds, in arrays on PostgreSQL, where a round trip costs a hundred times that.</summary>
internal interface IAppendSql
{
    /// <summary>Drops repeats of deliveries already accepted.</summary>
    Task<List<AppendRow>> KeepNewAsync(List<AppendRow> rows);

    /// <summary>Raises each group's work item by the group's size, in the order given.</summary>
    Task<List<(List<AppendRow> Rows, RaisedItem Item)>> RaiseItemsAsync(List<List<AppendRow>> groups);

    Task<List<(AppendRow Row, long Id)>> InsertMessagesAsync(List<AppendRow> rows);
}
