using System.Data.Common;
using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Freshness;

/// <summary>Reads the facts of many people in a fixed number of queries.</summary>
internal static class FactsReader
{
    /// <summary>Today in any zone is at most a day away from today in UTC.</summary>
    private const int WakeDaysBack = 1;

    public static async Task<List<PersonFacts>> ReadAsync(DbSession session, IReadOnlyCollection<Guid> userIds, DateTimeOffset now)
    {
        var ids = IdList.Of(userIds);
        var people = await session.QueryAsync(
            $"SELECT id, display_name, time_zone, usual_wake_weekday, usual_wake_weekend FROM users WHERE erased_at IS NULL AND id IN ({ids}) ORDER BY id",
            reader => new PersonFacts(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), new(reader.IntOrNull(3), reader.IntOrNull(4))));
        var byId = people.ToDictionary(person => person.UserId);
        await EachAsync(session, byId, Signals(ids), (person, reader) => person.Signals[Enum.Parse<SignalGroup>(reader.GetString(1))] = ReadSignal(reader));
        await EachAsync(session, byId, Connections(ids), (person, reader) => person.Connections.Add(ReadConnection(reader)));
        await EachAsync(session, byId, Unsettled(ids), (person, reader) => person.Unsettled.Add(ReadFamily(reader)));
        await EachAsync(session, byId, DeadLetters(ids), (person, reader) => person.DeadLetters.Add(ReadFamily(reader)));
        await EachAsync(
            session, byId, Wakes(ids), (person, reader) => person.WakeByDay[reader.Date(1)] = reader.Instant(2),
            ("@from", DateOnly.FromDateTime(now.UtcDateTime).AddDays(-WakeDaysBack)));
        return people;
    }

    private static string Signals(string ids) => $"""
        SELECT user_id, signal, newest_day, event_at, device_synced_at, vendor_updated_at, notified_at, received_at, available_at
        FROM freshness WHERE user_id IN ({ids})
        """;

    // Who has something to be fetched behind an open circuit waits for it, whatever else they waited for before.
    private static string Connections(string ids) => $"""
        SELECT c.user_id, c.provider, c.status, c.status_cause, COALESCE(c.data_delayed_since, h.opened_at),
          CASE WHEN h.opened_at IS NULL THEN c.data_delayed_cause ELSE 'circuit_open' END, COALESCE(h.open_until, c.data_delayed_until), c.device_synced_at
        FROM connections c LEFT JOIN provider_health h ON h.provider = c.provider AND h.opened_at IS NOT NULL AND EXISTS (
          SELECT 1 FROM work_items w WHERE w.provider = c.provider AND w.external_user_id = c.external_user_id AND w.lane = 'fetch')
        WHERE c.user_id IN ({ids}) ORDER BY c.created_at
        """;

    // By way of the work items: messages are indexed by item, not by person.
    // What waits for a vendor or a person says so itself; only the rest is our queue's doing.
    private static string Unsettled(string ids) => $"""
        SELECT c.user_id, w.provider, w.family, min(m.received_at) FROM connections c
        JOIN work_items w ON w.provider = c.provider AND w.external_user_id = c.external_user_id
        JOIN inbox_messages m ON m.work_item_id = w.id AND m.state = 'pending'
        WHERE c.user_id IN ({ids}) AND c.status <> 'removed' AND w.wait_reason IS NULL
          AND NOT (w.lane = 'fetch' AND EXISTS (SELECT 1 FROM provider_health h WHERE h.provider = w.provider AND h.opened_at IS NOT NULL)) GROUP BY c.user_id, w.provider, w.family
        """;

    private static string DeadLetters(string ids) => $"""
        SELECT user_id, provider, family, max(created_at) FROM dead_letters
        WHERE state = 'open' AND user_id IN ({ids}) GROUP BY user_id, provider, family
        """;

    private static string Wakes(string ids) => $"SELECT user_id, date, wake_at FROM daily_metrics WHERE user_id IN ({ids}) AND date >= @from AND wake_at IS NOT NULL";

    private static async Task EachAsync(
        DbSession session, Dictionary<Guid, PersonFacts> people, string sql, Action<PersonFacts, DbDataReader> add, params (string, object?)[] args) =>
        await session.QueryAsync(
            sql,
            reader =>
            {
                if (people.TryGetValue(reader.GetGuid(0), out var person))
                {
                    add(person, reader);
                }

                return true;
            },
            args);

    private static SignalFacts ReadSignal(DbDataReader reader) => new(reader.DateOrNull(2), new FreshnessInstants
    {
        EventAt = reader.InstantOrNull(3),
        DeviceSyncedAt = reader.InstantOrNull(4),
        VendorUpdatedAt = reader.InstantOrNull(5),
        NotifiedAt = reader.InstantOrNull(6),
        ReceivedAt = reader.InstantOrNull(7),
        AvailableAt = reader.InstantOrNull(8),
    });

    private static ConnectionFacts ReadConnection(DbDataReader reader) => new(
        reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.InstantOrNull(4), reader.TextOrNull(5), reader.InstantOrNull(6), reader.InstantOrNull(7));

    private static FamilyInstant ReadFamily(DbDataReader reader) => new(reader.GetString(1), reader.GetString(2), reader.Instant(3));
}
