namespace Apex.Domain.Freshness;

/// <summary>Whose doing a lateness is; first match wins (science 8.3, the numbers are its rules).</summary>
public static class Attribution
{
    /// <summary>Longer between receiving and storing is our doing.</summary>
    public static readonly TimeSpan OurShare = TimeSpan.FromMinutes(2);

    /// <summary>Longer between sync and update, or between update and delivery, is the vendor's.</summary>
    public static readonly TimeSpan VendorShare = TimeSpan.FromMinutes(15);

    public static AttributedLateness Of(LatenessFacts facts) => facts switch
    {
        _ when (facts.AvailableAt ?? facts.Now) <= facts.DueAt => new(LatenessVerdict.OnTime), // 1
        { IsRevoked: true } => new(LatenessVerdict.UserRevoked), // 2
        { WeFailed: true } => new(LatenessVerdict.Ours), // 3
        _ when Took(facts.ReceivedAt, facts.AvailableAt, facts.Now) > OurShare => new(LatenessVerdict.Ours), // 4
        _ when Took(facts.VendorUpdatedAt, facts.ReceivedAt, facts.Now) > VendorShare =>
            new(facts.VendorDelivers ? LatenessVerdict.Vendor : LatenessVerdict.Ours), // 5
        { VendorIncident: true } => new(LatenessVerdict.Vendor), // 6
        _ when facts.DeviceSyncedAt >= facts.EventAt && Took(facts.DeviceSyncedAt, facts.VendorUpdatedAt, facts.Now) > VendorShare => new(LatenessVerdict.Vendor), // 7
        { ExposesDeviceSync: true } when !(facts.DeviceSyncedAt >= facts.EventAt && facts.DeviceSyncedAt <= facts.DueAt) => new(LatenessVerdict.DeviceNotSynced), // 8
        { ExposesDeviceSync: false, OnlyThisPersonIsMissing: true } => new(LatenessVerdict.DeviceNotSynced, Inferred: true), // 9
        _ => new(LatenessVerdict.Unknown),
    };

    // What has not ended yet lasts until now.
    private static TimeSpan? Took(DateTimeOffset? from, DateTimeOffset? until, DateTimeOffset now) => (until ?? now) - from;
}
