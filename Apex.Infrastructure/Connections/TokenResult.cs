namespace Apex.Infrastructure.Connections;

/// <summary>What a fetch gets when it asks for a token.</summary>
internal abstract record TokenResult
{
    private TokenResult()
    {
    }

    /// <param name="Version">Goes with a 401 back to the keeper: it refreshes only when no newer pair is there.</param>
    public sealed record Token(string AccessToken, long Version) : TokenResult;

    /// <summary>A refresh runs elsewhere, or the vendor cannot refresh now. Consumes no try.</summary>
    public sealed record Wait(DateTimeOffset Until, string Reason) : TokenResult;

    /// <summary>Only the person can help.</summary>
    public sealed record SignedOut : TokenResult;
}
