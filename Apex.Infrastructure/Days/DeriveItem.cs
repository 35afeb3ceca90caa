using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Days;

/// <summary>The one item per person that re-scores later days after a baseline moved under them.</summary>
internal static class DeriveItem
{
    /// <summary>Not a vendor: Apex's own follow-up work.</summary>
    public const string Provider = "apex";

    public const string Family = "derive";

    /// <summary>Changes that come together are re-scored together.</summary>
    private static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(500);

    /// <summary>While a backfill goes on its end is waited for, but not for longer: stored scores follow stored days whatever becomes of it.</summary>
    public static readonly TimeSpan AtLatest = TimeSpan.FromMinutes(1);

    private const string Raise = """
        INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
        VALUES (@provider, @user, @family, 'recent', @lane, @class, 1, 0, @due, 0, 0, 0, 0, @now)
        ON CONFLICT (provider, external_user_id, family, day) DO UPDATE SET wanted = work_items.wanted + 1,
          due_at = CASE WHEN work_items.lease_until IS NULL AND work_items.wait_reason IS NULL AND work_items.due_at > excluded.due_at
                   THEN excluded.due_at ELSE work_items.due_at END
        """;

    public static void Enqueue(DbSession session, Guid userId, long nowMs, TimeSpan? within = null) => session.Enqueue(
        Raise,
        ("@provider", Provider), ("@user", userId.ToString("D")), ("@family", Family), ("@lane", Lanes.Data), ("@class", WorkClass.Notification),
        ("@due", nowMs + (long)(within ?? Debounce).TotalMilliseconds), ("@now", nowMs));
}
