using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Writes the instants of a signal's newest datum and, when it is fresh, that it is and until when; all else is left to the next sweep (ADR 0011).</summary>
internal static class FreshnessWriter
{
    private const string Moved = """
        INSERT INTO freshness (user_id, signal, newest_day, event_at, device_synced_at, vendor_updated_at, notified_at, received_at, available_at, state, cause,
          due_at, next_change_at)
        VALUES (@user, @signal, @day, @event, @device, @vendor, @notified, @received, @now, @state, 'none', @due, @next)
        ON CONFLICT (user_id, signal) DO UPDATE SET newest_day = excluded.newest_day, event_at = excluded.event_at, device_synced_at = excluded.device_synced_at,
          vendor_updated_at = excluded.vendor_updated_at, notified_at = excluded.notified_at, received_at = excluded.received_at,
          available_at = excluded.available_at, state = excluded.state, cause = excluded.cause,
          due_at = excluded.due_at, next_change_at = excluded.next_change_at
        """;

    private const string Lost = """
        UPDATE freshness SET newest_day = (SELECT max(date) FROM source_days WHERE user_id = @user AND signal_group = @signal),
          event_at = NULL, device_synced_at = NULL, vendor_updated_at = NULL, notified_at = NULL, received_at = NULL, available_at = NULL,
          next_change_at = @now
        WHERE user_id = @user AND signal = @signal
        """;

    private const string LookAgain = "UPDATE freshness SET next_change_at = @now WHERE user_id = @user AND state NOT IN ('fresh', 'due')";

    public static void Enqueue(DbSession session, Guid userId, DayPlan plan, DateTimeOffset now)
    {
        if (plan.EndsTrouble)
        {
            session.Enqueue(LookAgain, ("@user", userId), ("@now", now.ToUnixTimeMilliseconds()));
        }

        foreach (var (signal, planned) in plan.Freshness)
        {
            if (planned.NewestDay is { } day)
            {
                EnqueueMoved(session, userId, signal, day, planned, now);
            }
            else
            {
                session.Enqueue(Lost, ("@user", userId), ("@signal", signal.ToString()), ("@now", now.ToUnixTimeMilliseconds()));
            }
        }
    }

    private static void EnqueueMoved(DbSession session, Guid userId, SignalGroup signal, DateOnly day, PlannedFreshness planned, DateTimeOffset now)
    {
        var instants = planned.Stored.Instants;
        var verdict = planned.Inputs is { } inputs ? FreshnessRules.Evaluate(inputs, now) : null;
        var fresh = verdict is { State: FreshnessState.Fresh } ? verdict : null;
        session.Enqueue(
            Moved,
            ("@user", userId), ("@signal", signal.ToString()), ("@day", day), ("@event", instants.EventAt?.ToUnixTimeMilliseconds()),
            ("@device", instants.DeviceSyncedAt?.ToUnixTimeMilliseconds()), ("@vendor", instants.VendorUpdatedAt?.ToUnixTimeMilliseconds()),
            ("@notified", instants.NotifiedAt?.ToUnixTimeMilliseconds()), ("@received", instants.ReceivedAt?.ToUnixTimeMilliseconds()),
            ("@now", now.ToUnixTimeMilliseconds()), ("@state", FreshnessStates.Name(verdict?.State ?? FreshnessState.Disconnected)),
            ("@due", verdict?.DueAt?.ToUnixTimeMilliseconds()), ("@next", (fresh?.NextChangeAt ?? now).ToUnixTimeMilliseconds()));
    }
}
