using Apex.Domain.Quota;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>The queries of <see cref="ProviderReader"/>; those over runs count inside a LIMIT, newest first.</summary>
internal static class ProviderSql
{
    private const int Limit = BoundedCount.Most + 1;

    private static readonly string Calls = $"""
        SELECT provider, sum(requests), sum(CASE WHEN http_status = 429 THEN 1 ELSE 0 END), count(*)
        FROM (SELECT provider, requests, http_status FROM runs WHERE ended_at > @hour ORDER BY ended_at DESC LIMIT {Limit}) AS latest GROUP BY provider
        """;

    // Our own waiting for a permit is no error of the vendor's.
    private static readonly string Errors = $"""
        SELECT provider, ended_at, stage, error, http_status FROM (
          SELECT provider, ended_at, stage, error, http_status, row_number() OVER (PARTITION BY provider ORDER BY ended_at DESC) AS place
          FROM (SELECT provider, ended_at, stage, error, http_status FROM runs WHERE ended_at > @day ORDER BY ended_at DESC LIMIT {Limit}) AS latest
          WHERE error IS NOT NULL AND error <> '{HttpReply.NoQuota}') AS errors
        WHERE place = 1
        """;

    // Whose requests fill a person's limit most.
    private const string Fullest = """
        SELECT scope FROM quota_windows WHERE provider = @provider AND name = @name AND bucket_at >= @from GROUP BY scope ORDER BY sum(used) DESC, scope LIMIT 1
        """;

    public static async Task<ILookup<string, CallTally>> CallsAsync(DbSession session, DateTimeOffset now)
    {
        var rows = await session.QueryAsync(
            Calls, reader => (Provider: reader.GetString(0), Requests: reader.GetInt64(1), Throttled: reader.GetInt64(2), Runs: reader.GetInt64(3)),
            ("@hour", now.AddHours(-1).ToUnixTimeMilliseconds()));
        var isCut = rows.Sum(row => row.Runs) > BoundedCount.Most;
        return rows.ToLookup(row => row.Provider, row => new CallTally(row.Requests, row.Throttled, isCut));
    }

    public static async Task<ILookup<string, ProviderError>> ErrorsAsync(DbSession session, DateTimeOffset now)
    {
        var rows = await session.QueryAsync(
            Errors,
            reader => (Provider: reader.GetString(0), Error: new ProviderError(reader.Instant(1), reader.TextOrNull(2), reader.GetString(3), reader.IntOrNull(4))),
            ("@day", now.AddDays(-1).ToUnixTimeMilliseconds()));
        return rows.ToLookup(row => row.Provider, row => row.Error);
    }

    /// <summary>Null: nobody has used any of it.</summary>
    public static Task<string?> FullestAsync(DbSession session, string provider, QuotaWindow window, DateTimeOffset now) => session.ScalarAsync<string>(
        Fullest, ("@provider", provider), ("@name", window.Name), ("@from", window.OldestCounted(now).ToUnixTimeMilliseconds()));

    public static async Task<Guid?> UserOfAsync(DbSession session, Guid connectionId) =>
        (await session.QueryAsync("SELECT user_id FROM connections WHERE id = @id", reader => (Guid?)reader.GetGuid(0), ("@id", connectionId))).FirstOrDefault();
}
