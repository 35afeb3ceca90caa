namespace Apex.Simulator.Traffic;

/// <summary>What a request did with a token.</summary>
public enum TokenUse
{
    None,
    Access,

    /// <summary>An access token that is expired, revoked or unknown.</summary>
    AccessRefused,
    CodeExchanged,
    RefreshAccepted,

    /// <summary>A spent, revoked or unknown refresh token.</summary>
    RefreshRefused,
}

/// <summary>One HTTP request as the vendor saw it, in the moment before its reply is written.</summary>
public sealed record VendorCall(
    DateTimeOffset At, Vendor Vendor, string Method, string Endpoint, string Query, string? PersonId, TokenUse TokenUse, int Status);
