using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>Lists of messages, newest first. Of a person: each of their accounts is read along the index in the wanted order, and the few newest of each are merged;
/// one condition over all of them would make a database read everybody's messages until it has found enough of theirs.</summary>
internal static class MessageListSql
{
    private const string Order = "ORDER BY id DESC LIMIT @limit";

    /// <returns>Null: the person has no account anywhere, so there are none.</returns>
    public static async Task<(string Sql, (string Name, object? Value)[] Args)?> OfAsync(DbSession session, MessageFilter filter, long? before, int limit)
    {
        if (filter.UserId is not { } userId)
        {
            var all = Where(filter, before);
            return ($"SELECT {MessageRows.Columns} FROM inbox_messages{all} {Order}", [.. all.Args, ("@limit", limit)]);
        }

        var accounts = await session.QueryAsync(
            "SELECT provider, external_user_id FROM connections WHERE user_id = @user", reader => (Vendor: reader.GetString(0), Person: reader.GetString(1)), ("@user", userId));
        if (accounts.Count == 0)
        {
            return null;
        }

        var parts = accounts.Select((account, i) => Where(filter, before).And($"provider = @vendor{i}", $"@vendor{i}", account.Vendor).And($"external_user_id = @person{i}", $"@person{i}", account.Person)).ToList();
        var sql = string.Join(" UNION ALL ", parts.Select((where, i) => $"SELECT * FROM (SELECT {MessageRows.Columns} FROM inbox_messages{where} {Order}) AS part{i}"));
        return ($"SELECT * FROM ({sql}) AS parts {Order}", [.. parts.SelectMany(where => where.Args).DistinctBy(arg => arg.Item1), ("@limit", limit)]);
    }

    private static SqlFilter Where(MessageFilter filter, long? before) => new SqlFilter()
        .And("provider = @provider", "@provider", filter.Provider)
        .And("state = @state", "@state", filter.State)
        .And("external_user_id = @person", "@person", filter.ExternalUserId)
        .And("run_id = @run", "@run", filter.RunId)
        .And("id < @before", "@before", before);
}
