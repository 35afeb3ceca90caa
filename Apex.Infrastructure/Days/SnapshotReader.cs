using System.Data.Common;
using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Recovery;
using Apex.Domain.Wake;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads a <see cref="UserSnapshot"/> around a set of incoming records, on one connection.</summary>
internal static class SnapshotReader
{
    private const string User = "SELECT data_version, time_zone, sleep_need_hours, preferences, usual_wake_weekday, usual_wake_weekend FROM users WHERE id = @user AND erased_at IS NULL";

    private const string Connections =
        "SELECT id, provider, status, status_cause, data_delayed_since, data_delayed_cause FROM connections WHERE user_id = @user AND status <> 'removed'";

    private const string FreshnessRows =
        "SELECT signal, newest_day, event_at, device_synced_at, vendor_updated_at, notified_at, received_at, available_at, state FROM freshness WHERE user_id = @user";

    /// <summary>Two round trips on PostgreSQL: which days are concerned is known only after the stored copies of the incoming records.</summary>
    /// <returns>Null when the person is unknown or being erased.</returns>
    public static async Task<UserSnapshot?> ReadAsync(DbSession session, Guid userId, IReadOnlyCollection<RecordKey> keys, IReadOnlyCollection<DateOnly> days)
    {
        // The version comes first: when it is unchanged at the store, nothing read after it has changed either.
        var person = new ReadBatch();
        var users = person.Add(User, reader => (Version: reader.GetInt64(0), Zone: reader.GetString(1), Need: reader.GetDouble(2), Likes: reader.TextOrNull(3), Wake: new UsualWake(reader.IntOrNull(4), reader.IntOrNull(5))), ("@user", userId));
        var known = RecordReader.ByKey(person, keys);
        var connections = person.Add(Connections, ReadConnection, ("@user", userId));
        var freshness = person.Add(FreshnessRows, ReadFreshness, ("@user", userId));
        var lastDay = person.Add("SELECT max(date) FROM daily_metrics WHERE user_id = @user", reader => reader.DateOrNull(0), ("@user", userId));
        await person.RunAsync(session);
        if (users is not [var user])
        {
            return null;
        }

        var stored = known.SelectMany(found => found).ToDictionary(record => new RecordKey(record.ConnectionId, record.Type, record.ExternalId));
        var around = await AroundAsync(session, userId, [.. days, .. stored.Values.Select(record => record.Day)]);
        return new()
        {
            UserId = userId,
            DataVersion = user.Version,
            TimeZone = user.Zone,
            SleepNeedHours = user.Need,
            UsualWake = user.Wake,
            Preferences = UserPreferences.Parse(user.Likes),
            Connections = connections,
            Known = stored,
            Window = around.Records,
            SourceDays = around.SourceDays.ToDictionary(day => day.Key, day => day.Value),
            History = BaselineHistory.Of(around.History),
            Daily = around.Daily.ToDictionary(row => row.Day, row => row.Stored),
            Freshness = freshness.ToDictionary(row => row.Signal, row => row.Stored),
            LastDay = lastDay[0],
        };
    }

    private static async Task<Around> AroundAsync(DbSession session, Guid userId, List<DateOnly> days)
    {
        if (days.Count == 0)
        {
            return new([], [], [], []);
        }

        var (from, to) = (days.Min().AddDays(-2), days.Max().AddDays(2));
        var batch = new ReadBatch();
        var around = new Around(
            RecordReader.ByDay(batch, userId, from, to),
            SourceDayReader.Range(batch, userId, from, to),
            SourceDayReader.History(batch, userId, from.AddDays(-Baseline.WindowDays), to),
            DailyReader.Range(batch, userId, from, to));
        await batch.RunAsync(session);
        return around;
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

    private sealed record Around(List<SourceRecord> Records, List<SourceDay> SourceDays, List<SourceDay> History, List<(DateOnly Day, StoredDaily Stored)> Daily);
}
