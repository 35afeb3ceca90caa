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

    public static void Enqueue(DbSession session, Guid userId, long nowMs, TimeSpan? within = null) => session.Enqueue(
        WorkItemSql.Raise,
        ("@provider", Provider), ("@person", userId.ToString("D")), ("@family", Family), ("@day", "recent"), ("@lane", Lanes.Data), ("@class", WorkClass.Notification),
        ("@due", nowMs + (long)(within ?? Debounce).TotalMilliseconds), ("@now", nowMs));
}
