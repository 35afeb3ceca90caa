using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Outages;

/// <summary>Writes outages.</summary>
internal static class OutageSql
{
    public const string Refused = "refused";
    public const string Down = "down";

    /// <summary>Refusals of one node closer together than this are one outage, as long as nobody plans from it yet.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private const string Insert = """
        INSERT INTO outages (kind, node_id, started_at, ended_at, refused, providers, confirmed, planned, reconciled)
        VALUES (@kind, @node, @start, @end, @refused, @providers, @confirmed, 0, FALSE)
        """;

    // The condition stands in the statement that writes: a planner on another node may have begun meanwhile.
    private const string Extend = """
        UPDATE outages SET ended_at = @end, refused = refused + @refused, providers = @providers
        WHERE id = @id AND plan_provider IS NULL AND NOT reconciled
        """;

    public static async Task AddRefusedAsync(DbSession session, string nodeId, RefusedInterval interval)
    {
        var open = await session.FindAsync(
            """
            SELECT id, providers FROM outages WHERE node_id = @node AND kind = 'refused' AND ended_at > @since AND plan_provider IS NULL AND NOT reconciled
            ORDER BY id DESC LIMIT 1
            """,
            reader => Tuple.Create(reader.GetInt64(0), reader.GetString(1)),
            ("@node", nodeId), ("@since", (interval.StartedAt - Gap).ToUnixTimeMilliseconds()));
        var providers = new SortedSet<string>(interval.Providers.Concat(open?.Item2.Split(',') ?? []), StringComparer.Ordinal);
        var extended = open is not null && await session.ExecuteAsync(
            Extend,
            ("@end", interval.EndedAt.ToUnixTimeMilliseconds()), ("@refused", interval.Refused), ("@providers", string.Join(',', providers)), ("@id", open.Item1)) == 1;
        if (!extended)
        {
            await InsertAsync(session, Refused, nodeId, (interval.StartedAt, interval.EndedAt), interval.Refused, string.Join(',', interval.Providers), confirmed: true);
        }
    }

    /// <param name="confirmed">False: another node may have been alive; <see cref="ConfirmAsync"/> decides when all have had time to say so.</param>
    public static Task AddDownAsync(DbSession session, string nodeId, DateTimeOffset from, DateTimeOffset to, bool confirmed) =>
        InsertAsync(session, Down, nodeId, (from, to), refused: 0, providers: null, confirmed);

    /// <summary>Drops the outages that were none, because a node lived through them, and believes the others.</summary>
    /// <param name="endedBefore">Every node alive has written since.</param>
    public static async Task ConfirmAsync(DbSession session, DateTimeOffset endedBefore)
    {
        (string, object?)[] args = [("@before", endedBefore.ToUnixTimeMilliseconds())];
        await session.ExecuteAsync(
            """
            DELETE FROM outages WHERE NOT confirmed AND ended_at <= @before
              AND EXISTS (SELECT 1 FROM nodes WHERE nodes.started_at <= outages.started_at AND nodes.last_seen_at >= outages.ended_at)
            """,
            args);
        await session.ExecuteAsync("UPDATE outages SET confirmed = TRUE WHERE NOT confirmed AND ended_at <= @before", args);
    }

    private static async Task InsertAsync(
        DbSession session, string kind, string nodeId, (DateTimeOffset From, DateTimeOffset To) interval, long refused, string? providers, bool confirmed)
    {
        await session.ExecuteAsync(
            Insert,
            ("@kind", kind), ("@node", nodeId), ("@start", interval.From.ToUnixTimeMilliseconds()), ("@end", interval.To.ToUnixTimeMilliseconds()),
            ("@refused", refused), ("@providers", providers), ("@confirmed", confirmed));
        await session.ExecuteAsync(
            "DELETE FROM outages WHERE reconciled AND ended_at < @before", ("@before", (interval.To - KeptFor).ToUnixTimeMilliseconds()));
    }
}
