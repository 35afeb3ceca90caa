using System.Data.Common;
using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Everything freshness is judged from, of many people in six queries.</summary>
internal static class FleetSql
{
    /// <summary>Open work and dead letters looked at: beyond that the fleet has one big problem, not many small ones.</summary>
    private const int MaxTroubles = 10_000;

    public static async Task<FleetFacts> ReadAsync(DbSession session, PeopleFilter filter, DateTimeOffset now)
    {
        var people = $"({filter.Sql}) AS p";
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return new(
            await session.QueryAsync(filter.Sql, ReadPerson, filter.Args),
            (await session.QueryAsync(
                $"SELECT c.user_id, c.provider, c.status, c.status_cause, c.data_delayed_since, c.data_delayed_cause FROM connections c JOIN {people} ON p.id = c.user_id WHERE c.status <> 'removed' ORDER BY c.created_at, c.id",
                ReadConnection, filter.Args)).ToLookup(connection => connection.UserId),
            (await session.QueryAsync(
                $"SELECT f.user_id, f.signal, f.newest_day, f.event_at, f.device_synced_at, f.vendor_updated_at, f.notified_at, f.received_at, f.available_at FROM freshness f JOIN {people} ON p.id = f.user_id",
                ReadSignal, filter.Args)).ToDictionary(signal => (signal.UserId, signal.Signal)),
            (await session.QueryAsync(
                $"SELECT d.user_id, d.date, d.wake_at FROM daily_metrics d JOIN {people} ON p.id = d.user_id WHERE d.date BETWEEN @from AND @to AND d.wake_at IS NOT NULL",
                reader => (UserId: reader.GetGuid(0), Day: reader.Date(1), WakeAt: reader.Instant(2)),
                [.. filter.Args, ("@from", today.AddDays(-1)), ("@to", today.AddDays(1))])).ToDictionary(wake => (wake.UserId, wake.Day), wake => wake.WakeAt),
            (await session.QueryAsync(
                $"SELECT c.user_id, w.family, w.created_at, w.wait_reason FROM (SELECT provider, external_user_id, family, created_at, wait_reason FROM work_items LIMIT {MaxTroubles}) AS w JOIN connections c ON c.provider = w.provider AND c.external_user_id = w.external_user_id JOIN {people} ON p.id = c.user_id",
                reader => new OpenWork(reader.GetGuid(0), reader.GetString(1), reader.Instant(2), reader.TextOrNull(3)), filter.Args)).ToLookup(work => work.UserId),
            (await session.QueryAsync(
                $"SELECT d.user_id, d.family, d.created_at FROM (SELECT user_id, family, created_at FROM dead_letters WHERE state = 'open' ORDER BY id DESC LIMIT {MaxTroubles}) AS d JOIN {people} ON p.id = d.user_id",
                reader => new OpenWork(reader.GetGuid(0), reader.GetString(1), reader.Instant(2), null), filter.Args)).ToLookup(letter => letter.UserId));
    }

    private static PersonFacts ReadPerson(DbDataReader reader) => new(reader.GetGuid(0), reader.TextOrNull(1), reader.GetString(2), reader.GetString(3));

    private static ConnectionFacts ReadConnection(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.InstantOrNull(4), reader.TextOrNull(5));

    private static SignalFacts ReadSignal(DbDataReader reader) => new(
        reader.GetGuid(0),
        Enum.Parse<SignalGroup>(reader.GetString(1)),
        reader.DateOrNull(2),
        new FreshnessInstants
        {
            EventAt = reader.InstantOrNull(3),
            DeviceSyncedAt = reader.InstantOrNull(4),
            VendorUpdatedAt = reader.InstantOrNull(5),
            NotifiedAt = reader.InstantOrNull(6),
            ReceivedAt = reader.InstantOrNull(7),
            AvailableAt = reader.InstantOrNull(8),
        });
}

internal sealed record FleetFacts(
    IReadOnlyList<PersonFacts> People,
    ILookup<Guid, ConnectionFacts> Connections,
    IReadOnlyDictionary<(Guid UserId, SignalGroup Signal), SignalFacts> Signals,
    IReadOnlyDictionary<(Guid UserId, DateOnly Day), DateTimeOffset> Wakes,
    ILookup<Guid, OpenWork> Work,
    ILookup<Guid, OpenWork> Letters);

internal sealed record PersonFacts(Guid Id, string? ExternalId, string DisplayName, string TimeZone);

internal sealed record ConnectionFacts(Guid UserId, string Provider, string Status, string? StatusCause, DateTimeOffset? DelayedSince, string? DelayCause);

internal sealed record SignalFacts(Guid UserId, SignalGroup Signal, DateOnly? NewestDay, FreshnessInstants Instants);

internal sealed record OpenWork(Guid UserId, string Family, DateTimeOffset Since, string? WaitReason);
