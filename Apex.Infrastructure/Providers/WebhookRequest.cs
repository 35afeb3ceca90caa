namespace Apex.Infrastructure.Providers;

/// <summary>A delivery as it came, free of any HTTP library's types.</summary>
/// <param name="PathSecret">Last segment of the route for vendors that do not sign.</param>
/// <param name="Header">Case-insensitive look-up; null when absent.</param>
/// <param name="Query">Look-up of a query parameter; null when absent.</param>
/// <param name="Body">The exact bytes; signatures cover these.</param>
public sealed record WebhookRequest(
    string Method,
    string? PathSecret,
    Func<string, string?> Header,
    Func<string, string?> Query,
    ReadOnlyMemory<byte> Body);

/// <summary>What answers a vendor's check of our address.</summary>
public sealed record HandshakeReply(int Status, string? ContentType, string? Body);
