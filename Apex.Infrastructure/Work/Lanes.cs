using Apex.Domain.Quota;

namespace Apex.Infrastructure.Work;

/// <summary>Two lanes per provider, so that data already here never waits behind vendor calls.</summary>
internal static class Lanes
{
    public const string Fetch = "fetch";
    public const string Data = "data";
}

/// <summary>Why an item exists: the penalty added to its due instant is priority and ageing in one key (design section 3).</summary>
internal static class WorkClass
{
    public const string Notification = "notification";
    public const string Manual = "manual";
    public const string GapCheck = "gap_check";
    public const string Poll = "poll";
    public const string Backfill = "backfill";

    /// <summary>How its requests count against the vendor's quota.</summary>
    public static CallClass CallClassOf(string workClass) => workClass switch
    {
        Notification => CallClass.Notification,
        Manual => CallClass.Manual,
        GapCheck => CallClass.GapCheck,
        Poll => CallClass.Poll,
        Backfill => CallClass.Backfill,
        _ => throw new ArgumentOutOfRangeException(nameof(workClass), workClass, "Unknown work class."),
    };

    public static TimeSpan Penalty(string workClass) => workClass switch
    {
        Notification => TimeSpan.Zero,
        Manual => TimeSpan.FromSeconds(5),
        GapCheck => TimeSpan.FromSeconds(30),
        Poll => TimeSpan.FromMinutes(2),
        Backfill => TimeSpan.FromMinutes(30),
        _ => throw new ArgumentOutOfRangeException(nameof(workClass), workClass, "Unknown work class."),
    };
}
