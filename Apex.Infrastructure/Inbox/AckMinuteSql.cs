using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Inbox;

/// <summary>The record of answers: rows add up, so that many nodes share them.</summary>
internal static class AckMinuteSql
{
    private const string Add = """
        INSERT INTO ack_minutes (provider, minute_at, answer, within_ms, times, slowest_ms, last_at)
        VALUES (@provider, @minute, @answer, @within, @times, @slowest, @last)
        ON CONFLICT (provider, minute_at, answer, within_ms) DO UPDATE SET times = ack_minutes.times + excluded.times,
          slowest_ms = CASE WHEN excluded.slowest_ms > ack_minutes.slowest_ms THEN excluded.slowest_ms ELSE ack_minutes.slowest_ms END,
          last_at = CASE WHEN excluded.last_at > ack_minutes.last_at THEN excluded.last_at ELSE ack_minutes.last_at END
        """;

    private const string Since = """
        SELECT answer, within_ms, CAST(sum(times) AS BIGINT), max(slowest_ms),
          CAST(sum(CASE WHEN minute_at >= @hour THEN times ELSE 0 END) AS BIGINT), max(CASE WHEN minute_at >= @hour THEN slowest_ms ELSE 0 END)
        FROM ack_minutes WHERE provider = @provider AND minute_at >= @day GROUP BY answer, within_ms
        """;

    private const string LastAccepted = """
        SELECT last_at FROM ack_minutes WHERE provider = @provider AND answer = 'accepted' ORDER BY minute_at DESC, last_at DESC LIMIT 1
        """;

    /// <summary>In the order of the key: two nodes never wait for each other.</summary>
    public static Task AddAsync(DbSession session, IEnumerable<AckEntry> entries)
    {
        foreach (var (cell, tally) in entries.OrderBy(entry => entry.Cell.Provider, StringComparer.Ordinal).ThenBy(entry => entry.Cell.Minute)
            .ThenBy(entry => entry.Cell.Answer, StringComparer.Ordinal).ThenBy(entry => entry.Cell.WithinMs))
        {
            session.Enqueue(
                Add,
                ("@provider", cell.Provider), ("@minute", cell.Minute.ToUnixTimeMilliseconds()), ("@answer", cell.Answer), ("@within", cell.WithinMs),
                ("@times", tally.Times), ("@slowest", tally.SlowestMs), ("@last", tally.LastAt.ToUnixTimeMilliseconds()));
        }

        return session.FlushAsync();
    }

    public static Task<List<AckSum>> SinceAsync(DbSession session, string provider, DateTimeOffset day, DateTimeOffset hour) => session.QueryAsync(
        Since,
        reader => new AckSum(reader.GetString(0), reader.GetInt32(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetInt64(4), reader.GetInt32(5)),
        ("@provider", provider), ("@day", day.ToUnixTimeMilliseconds()), ("@hour", hour.ToUnixTimeMilliseconds()));

    public static async Task<DateTimeOffset?> LastAcceptedAsync(DbSession session, string provider) =>
        await session.ScalarAsync<long?>(LastAccepted, ("@provider", provider)) is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
}

/// <summary>Answers of one kind and speed over a day, and the last hour of it.</summary>
internal sealed record AckSum(string Answer, int WithinMs, long Times, int SlowestMs, long HourTimes, int HourSlowestMs);
