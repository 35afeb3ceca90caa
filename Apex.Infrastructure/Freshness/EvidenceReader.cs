using System.Data.Common;
using System.Text.Json;
using Apex.Domain.Freshness;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Freshness;

/// <summary>Reads <see cref="Evidence"/> for people whose lateness is unexplained: a fixed number of queries, each bounded.</summary>
internal static class EvidenceReader
{
    /// <summary>Apex's own choice: so many others of a vendor show that the vendor and the way from it work.</summary>
    public const int OthersNeeded = 3;

    private static readonly TimeSpan ArrivalWindow = TimeSpan.FromHours(1);

    /// <summary>Newest claims looked at for who arrives; a vendor that is not among them is not concluded from.</summary>
    private const int MostArrivals = 2000;

    /// <summary>A first missing night older than that is explained by nothing of these.</summary>
    private const int DaysBack = 7;

    public static async Task ReadAsync(DbSession session, IReadOnlyCollection<PersonFacts> people, DateTimeOffset now)
    {
        if (people.Count == 0)
        {
            return;
        }

        var ids = IdList.Of([.. people.Select(person => person.UserId)]);
        var from = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-DaysBack);
        var wear = (await session.QueryAsync(Wear(ids), ReadWear, ("@from", from))).ToLookup(row => row.UserId, row => row.Spans);
        var answers = (await session.QueryAsync(Answers(ids), ReadAnswer, ("@from", now.AddDays(-DaysBack).ToUnixTimeMilliseconds())))
            .ToLookup(row => row.UserId, row => row.Answer);
        var arrivals = (await session.QueryAsync(
                Arrivals, reader => (Provider: reader.GetString(0), UserId: reader.GetGuid(1)), ("@from", (now - ArrivalWindow).ToUnixTimeMilliseconds())))
            .ToLookup(row => row.Provider, row => row.UserId);
        foreach (var person in people)
        {
            var arriving = arrivals.Where(provider => provider.Count(other => other != person.UserId) >= OthersNeeded).Select(provider => provider.Key);
            person.Evidence = new(
                [.. wear[person.UserId].SelectMany(spans => spans)], [.. answers[person.UserId]], arriving.ToHashSet(StringComparer.Ordinal));
        }
    }

    private static string Wear(string ids) =>
        $"SELECT user_id, record_values FROM source_records WHERE user_id IN ({ids}) AND day >= @from AND type = 'Day' AND deleted = FALSE";

    // Claims are numbered as they end, nearly: the number bounds the scan, the instant decides.
    private static string Answers(string ids) => $"""
        SELECT user_id, provider, family, day, max(started_at) FROM runs
        WHERE user_id IN ({ids}) AND id > COALESCE((SELECT id FROM runs WHERE ended_at <= @from ORDER BY ended_at DESC LIMIT 1), 0)
          AND ended_at > @from AND http_status = 200 GROUP BY user_id, provider, family, day
        """;

    private static readonly string Arrivals = $"""
        SELECT DISTINCT provider, user_id FROM (
          SELECT provider, user_id FROM runs WHERE ended_at > @from AND outcome = 'stored' AND user_id IS NOT NULL ORDER BY ended_at DESC LIMIT {MostArrivals}) AS newest
        """;

    private static (Guid UserId, IReadOnlyList<WearSpan> Spans) ReadWear(DbDataReader reader) => (
        reader.GetGuid(0),
        JsonSerializer.Deserialize(reader.GetString(1), StoredJson.Default.RecordValues) is { Wear: { } wear, WearFromMs: { } fromMs }
            ? WearRuns.Decode(DateTimeOffset.FromUnixTimeMilliseconds(fromMs), wear)
            : []);

    private static (Guid UserId, VendorAnswer Answer) ReadAnswer(DbDataReader reader) =>
        (reader.GetGuid(0), new(reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Instant(4)));
}
