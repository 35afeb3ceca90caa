namespace Apex.Simulator.Demo;

/// <summary>What goes wrong for one person of the demo, so that each cause of lateness has somebody who shows it.</summary>
public enum DemoRole
{
    Healthy,

    /// <summary>The phone app has not been opened since the day before yesterday.</summary>
    DoesNotSync,

    /// <summary>The device lies in a drawer since yesterday, and says so.</summary>
    NotWorn,

    /// <summary>The person removed Apex at the vendor: every token is refused.</summary>
    TokenRevoked,

    /// <summary>Consent without the data scope: 403.</summary>
    ScopeMissing,

    /// <summary>The vendor answers 429 for this person.</summary>
    RateLimited,

    /// <summary>The vendor answers 503 for this person.</summary>
    VendorDown,

    /// <summary>The vendor answers each request after 25 seconds, and has recalculated weeks: its answers are waited for, one after the other.</summary>
    SlowAnswers,

    /// <summary>The vendor has switched off the service this person uses: 410.</summary>
    ServiceClosed,

    /// <summary>The aggregator passes everything on an hour and a half late.</summary>
    VendorLate,

    /// <summary>The vendor answers 200 with something that is not its format.</summary>
    WrongJson,

    /// <summary>The vendor's webhooks for this person never come.</summary>
    Silent,

    /// <summary>Every webhook comes twice and late.</summary>
    LateAndTwice,

    /// <summary>The vendor tells by webhook that access ended (deregistration, access_revoked).</summary>
    AccessEnded,

    /// <summary>The aggregator tells that the vendor behind it refuses.</summary>
    ConnectionError,

    /// <summary>Has an account here and no device yet.</summary>
    NotConnected,
}
