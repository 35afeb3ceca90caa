using System.Data.Common;
using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Recovery;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads a <see cref="UserSnapshot"/> around a set of incoming records, on one connection.</summary>
internal static class SnapshotReader
{
    private const string User = "SELECT data_version, time_zone, sleep_need_hours, preferences FROM users WHERE id = @user AND erased_at IS NULL";

    private const string Connections =
        "SELECT id, provider, status, status_cause, data_delayed_since, data_delayed_cause FROM connections WHERE user_id = @user AND status <> 'removed'";

    private const string FreshnessRows =
        "SELECT signal, newest_day, event_at, device_synced_at, vendor_updated_at, notified_at, received_at, available_at, state FROM freshness WHERE user_id = @user";

    /// <returns>Null when the person is unknown or being erased.</returns>
    public static async Task<UserSnapshot?> ReadAsync(DbSession session, Guid userId, IReadOnlyCollection<RecordKey> keys, IReadOnlyCollection<DateOnly> days)
    {
        var user = await session.FindAsync(
            User, reader => Tuple.Create(reader.GetInt64(0), reader.GetString(1), reader.GetDouble(2), reader.TextOrNull(3)), ("@user", userId));
        if (user is null)
        {
            return null;
        }

        var known = await RecordReader.ByKeyAsync(session, keys);
        var all = days.Concat(known.Values.Select(record => record.Day)).ToList();
        var (from, to) = all.Count == 0 ? (DateOnly.MaxValue, DateOnly.MinValue) : (all.Min().AddDays(-2), all.Max().AddDays(2));
        return new()
        {
            UserId = userId,
            DataVersion = user.Item1,
            TimeZone = user.Item2,
            SleepNeedHours = user.Item3,
            Preferences = UserPreferences.Parse(user.Item4),
            Connections = await session.QueryAsync(Connections, ReadConnection, ("@user", userId)),
            Known = known,
            Window = from > to ? [] : await RecordReader.ByDayAsync(session, userId, from, to),
            SourceDays = from > to ? new Dictionary<SourceDayKey, SourceDayValue>() : await SourceDayReader.RangeAsync(session, userId, from, to),
            History = from > to ? new() : await SourceDayReader.HistoryAsync(session, userId, from.AddDays(-Baseline.WindowDays), to),
            Daily = from > to ? new Dictionary<DateOnly, StoredDaily>() : await DailyReader.RangeAsync(session, userId, from, to),
            Freshness = (await session.QueryAsync(FreshnessRows, ReadFreshness, ("@user", userId))).ToDictionary(row => row.Signal, row => row.Stored),
            LastDay = (await session.QueryAsync("SELECT max(date) FROM daily_metrics WHERE user_id = @user", reader => reader.DateOrNull(0), ("@user", userId)))[0],
        };
    }

    private static UserConnection ReadConnection(DbDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.TextOrNull(3), reader.InstantOrNull(4), reader.TextOrNull(5));

    private static (SignalGroup Signal, StoredFreshness Stored) ReadFreshness(DbDataReader reader) => (
        Enum.Parse<SignalGroup>(reader.GetString(0)),
        new(reader.DateOrNull(1), new FreshnessInstants
        {
            EventAt = reader.InstantOrNull(2),
            DeviceSyncedAt = reader.InstantOrNull(3),
            VendorUpdatedAt = reader.InstantOrNull(4),
            NotifiedAt = reader.InstantOrNull(5),
            ReceivedAt = reader.InstantOrNull(6),
            AvailableAt = reader.InstantOrNull(7),
        }, reader.GetString(8)));
}
