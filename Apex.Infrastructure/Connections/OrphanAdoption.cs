using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Connections;

/// <summary>Gives messages that waited for their person back to the queue.</summary>
internal static class OrphanAdoption
{
    /// <summary>The newest ones are taken; 30 days of one person stay far below it.</summary>
    private const int MaxMessages = 5000;

    private const string Raise = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        VALUES (@provider, @person, @family, @day, @lane, 'manual', 1, 0, @now, 0, 0, 0, 0, @now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET wanted = work_items.wanted + 1
        RETURNING id, wanted
        """;

    /// <param name="state">orphan, or dead for a replay.</param>
    /// <param name="family">Only this family and <paramref name="day"/>; null: all.</param>
    /// <returns>The lanes that have work now.</returns>
    public static async Task<IReadOnlyList<(string Provider, string Lane)>> AdoptAsync(
        DbSession session, string provider, string externalUserId, string state, DateTimeOffset now, string? family = null, string? day = null)
    {
        var filter = family is null ? "" : " AND family = @family AND day = @day";
        var messages = await session.QueryAsync(
            $"SELECT id, family, day, kind FROM inbox_messages WHERE provider = @provider AND external_user_id = @person AND state = @state{filter} ORDER BY id DESC LIMIT {MaxMessages}",
            reader => (Id: reader.GetInt64(0), Family: reader.GetString(1), Day: reader.GetString(2), Kind: reader.GetString(3)),
            [("@provider", provider), ("@person", externalUserId), ("@state", state), .. family is null ? [] : new (string, object?)[] { ("@family", family), ("@day", day) }]);
        var lanes = new HashSet<(string, string)>();
        foreach (var message in messages.OrderBy(message => message.Id))
        {
            var lane = message.Kind == "notification" ? Lanes.Fetch : Lanes.Data;
            lanes.Add((provider, lane));
            var item = await session.QueryAsync(
                Raise,
                reader => (Id: reader.GetInt64(0), Wanted: reader.GetInt64(1)),
                ("@provider", provider), ("@person", externalUserId), ("@family", message.Family), ("@day", message.Day), ("@lane", lane), ("@now", now.ToUnixTimeMilliseconds()));
            await session.ExecuteAsync(
                "UPDATE inbox_messages SET state = 'pending', work_item_id = @item, generation = @generation, settled_at = NULL WHERE id = @id",
                ("@item", item[0].Id), ("@generation", item[0].Wanted), ("@id", message.Id));
        }

        return [.. lanes];
    }
}
