using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Writes the instants of a signal's newest datum. The state is judged when it is read: it changes by time alone.</summary>
internal static class FreshnessWriter
{
    private const string Moved = """
        INSERT INTO freshness (user_id, signal, newest_day, event_at, device_synced_at, vendor_updated_at, notified_at, received_at, available_at, state, cause)
        VALUES (@user, @signal, @day, @event, @device, @vendor, @notified, @received, @now, 'fresh', 'none')
        ON CONFLICT (user_id, signal) DO UPDATE SET newest_day = excluded.newest_day, event_at = excluded.event_at, device_synced_at = excluded.device_synced_at,
          vendor_updated_at = excluded.vendor_updated_at, notified_at = excluded.notified_at, received_at = excluded.received_at,
          available_at = excluded.available_at, state = excluded.state, cause = excluded.cause
        """;

    private const string Lost = """
        UPDATE freshness SET newest_day = (SELECT max(date) FROM source_days WHERE user_id = @user AND signal_group = @signal),
          event_at = NULL, device_synced_at = NULL, vendor_updated_at = NULL, notified_at = NULL, received_at = NULL, available_at = NULL
        WHERE user_id = @user AND signal = @signal
        """;

    public static void Enqueue(DbSession session, Guid userId, DayPlan plan, DateTimeOffset now)
    {
        foreach (var (signal, planned) in plan.Freshness)
        {
            if (planned.NewestDay is not { } day)
            {
                session.Enqueue(Lost, ("@user", userId), ("@signal", signal.ToString()));
                continue;
            }

            var instants = planned.Stored.Instants;
            session.Enqueue(
                Moved,
                ("@user", userId), ("@signal", signal.ToString()), ("@day", day), ("@event", instants.EventAt?.ToUnixTimeMilliseconds()),
                ("@device", instants.DeviceSyncedAt?.ToUnixTimeMilliseconds()), ("@vendor", instants.VendorUpdatedAt?.ToUnixTimeMilliseconds()),
                ("@notified", instants.NotifiedAt?.ToUnixTimeMilliseconds()), ("@received", instants.ReceivedAt?.ToUnixTimeMilliseconds()),
                ("@now", now.ToUnixTimeMilliseconds()));
        }
    }
}
