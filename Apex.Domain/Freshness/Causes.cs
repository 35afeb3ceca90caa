namespace Apex.Domain.Freshness;

/// <summary>Names and owners of causes. Owners agree with the verdicts of science 8.3.</summary>
public static class Causes
{
    /// <summary>Whose doing a cause is: who has to act.</summary>
    public static CauseOwner OwnerOf(FreshnessCause cause) => cause switch
    {
        FreshnessCause.None => CauseOwner.Nobody,
        FreshnessCause.NotWorn or FreshnessCause.DeviceNotSynced or FreshnessCause.ScopeMissing or FreshnessCause.UserRevoked => CauseOwner.Person,
        FreshnessCause.VendorLate or FreshnessCause.VendorIncident or FreshnessCause.SubscriptionSilent or FreshnessCause.ProviderGone
            or FreshnessCause.CircuitOpen => CauseOwner.Vendor,
        // Science 8.3 rule 3: a token refresh that failed is ours until the vendor says revoked.
        FreshnessCause.TokenExpired or FreshnessCause.QuotaWait or FreshnessCause.Queue or FreshnessCause.MappingError => CauseOwner.Ours,
        FreshnessCause.Unknown => CauseOwner.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };

    /// <summary>Snake case, as stored and shown; none for None.</summary>
    public static string Name(FreshnessCause cause) => cause switch
    {
        FreshnessCause.None => "none",
        FreshnessCause.NotWorn => "not_worn",
        FreshnessCause.DeviceNotSynced => "device_not_synced",
        FreshnessCause.VendorLate => "vendor_late",
        FreshnessCause.VendorIncident => "vendor_incident",
        FreshnessCause.SubscriptionSilent => "subscription_silent",
        FreshnessCause.TokenExpired => "token_expired",
        FreshnessCause.ScopeMissing => "scope_missing",
        FreshnessCause.UserRevoked => "user_revoked",
        FreshnessCause.ProviderGone => "provider_gone",
        FreshnessCause.QuotaWait => "quota_wait",
        FreshnessCause.CircuitOpen => "circuit_open",
        FreshnessCause.Queue => "queue",
        FreshnessCause.MappingError => "mapping_error",
        FreshnessCause.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, null),
    };
}
