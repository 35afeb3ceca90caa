using System.Data.Common;
using System.Text.Json;
using Apex.Domain.Polling;
using Apex.Domain.Time;
using Apex.Domain.Wake;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Polling;

/// <summary>A connection whose plan has to be looked at.</summary>
/// <param name="DueAtMs">As read: the step is taken only while it is still this.</param>
internal sealed record DueConnection(Guid Id, Guid UserId, string Provider, string ExternalUserId, string TimeZone, long DueAtMs, PollState State);

/// <summary>Reads what plans rest on, a chunk of people at a time.</summary>
internal static class PollRows
{
    private const string Due = """
        SELECT c.id, c.user_id, c.provider, c.external_user_id, u.time_zone, c.poll_due_at, c.poll_state FROM connections c JOIN users u ON u.id = c.user_id
        WHERE c.status = 'active' AND c.poll_due_at <= @now AND u.erased_at IS NULL ORDER BY c.poll_due_at LIMIT @limit
        """;

    public static Task<List<DueConnection>> DueAsync(DbSession session, long nowMs, int limit) => session.QueryAsync(
        Due, Read, ("@now", nowMs), ("@limit", limit));

    /// <summary>In the order of the columns of <see cref="DueConnection"/>.</summary>
    public static DueConnection Read(DbDataReader reader) => new(
        reader.GetGuid(0), reader.GetGuid(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5), State(reader.TextOrNull(6)));

    /// <summary>The stored nights of these people since <paramref name="from"/>.</summary>
    public static async Task<ILookup<Guid, Night>> NightsAsync(DbSession session, IReadOnlyCollection<Guid> users, DateOnly from)
    {
        (string Name, object? Value)[] ids = [.. users.Select((id, i) => ($"@u{i}", (object?)id))];
        var rows = await session.QueryAsync(
            $"""
            SELECT user_id, date, wake_at, is_provisional_sleep FROM daily_metrics
            WHERE user_id IN ({string.Join(", ", ids.Select(id => id.Name))}) AND date >= @from AND sleep_duration_hours IS NOT NULL
            """,
            ReadNight,
            [.. ids, ("@from", from)]);
        return rows.ToLookup(night => night.UserId);
    }

    /// <summary>Freshness counts from it where a day's wake is not measured.</summary>
    public static void EnqueueUsualWake(DbSession session, Guid userId, UsualWake usual) => session.Enqueue(
        """
        UPDATE users SET usual_wake_weekday = @weekday, usual_wake_weekend = @weekend
        WHERE id = @user AND (usual_wake_weekday IS DISTINCT FROM @weekday OR usual_wake_weekend IS DISTINCT FROM @weekend)
        """,
        ("@user", userId), ("@weekday", usual.WeekdayMinute), ("@weekend", usual.WeekendMinute));

    public static PollFacts Facts(DueConnection connection, bool pushes, int maxSleepCalls, IEnumerable<Night> nights)
    {
        var known = nights.ToList();
        return new()
        {
            ConnectionId = connection.Id,
            TimeZone = connection.TimeZone,
            Pushes = pushes,
            MaxSleepCalls = maxSleepCalls,
            Mornings = [.. known.Where(night => night.WakeAt is not null)
                .Select(night => new WakeMorning(night.Day, (int)LocalDays.ToLocal(night.WakeAt!.Value, connection.TimeZone).TimeOfDay.TotalMinutes))],
            Nights = known.ToDictionary(night => night.Day, night => new StoredNight(night.WakeAt, !night.IsProvisional)),
        };
    }

    private static Night ReadNight(DbDataReader reader) => new(reader.GetGuid(0), reader.Date(1), reader.InstantOrNull(2), reader.GetBoolean(3));

    private static PollState State(string? json) => json is null ? new() : JsonSerializer.Deserialize(json, StoredJson.Default.PollState) ?? new();

    internal readonly record struct Night(Guid UserId, DateOnly Day, DateTimeOffset? WakeAt, bool IsProvisional);
}
