namespace Apex.Domain.Quota;

/// <summary>Why a vendor is called; the lower classes leave room for the higher ones (design section 5).</summary>
public enum CallClass
{
    Notification,
    Manual,
    GapCheck,
    Poll,
    Backfill,
}

/// <summary>How much of the usable quota a class may fill.</summary>
public static class CallClasses
{
    public static double Share(CallClass callClass) => callClass switch
    {
        CallClass.Notification => 1.0,
        CallClass.Manual => 0.9,
        CallClass.GapCheck => 0.8,
        CallClass.Poll => 0.7,
        CallClass.Backfill => 0.5,
        _ => throw new ArgumentOutOfRangeException(nameof(callClass), callClass, null),
    };
}
