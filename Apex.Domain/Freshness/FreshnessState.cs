namespace Apex.Domain.Freshness;

/// <summary>First match wins, in the order of design section 6.</summary>
public enum FreshnessState
{
    /// <summary>No connected source offers the signal.</summary>
    Unsupported,
    Disconnected,
    Never,

    /// <summary>We knowingly wait: 429, quota, circuit.</summary>
    Delayed,

    /// <summary>Its due instant has passed.</summary>
    Late,

    /// <summary>Expected, not due yet.</summary>
    Due,
    Fresh,
}

/// <summary>Why something is not fresh.</summary>
public enum FreshnessCause
{
    None,
    NotWorn,
    DeviceNotSynced,
    VendorLate,
    VendorIncident,
    SubscriptionSilent,
    TokenExpired,
    ScopeMissing,
    UserRevoked,
    ProviderGone,
    QuotaWait,
    CircuitOpen,
    Queue,
    MappingError,
    Unknown,
}

/// <summary>Whose doing a cause is.</summary>
public enum CauseOwner
{
    Nobody,
    Person,
    Vendor,
    Ours,
    Unknown,
}
