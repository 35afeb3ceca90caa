namespace Apex.Infrastructure.Connections;

/// <summary>A person at a vendor, without the tokens.</summary>
/// <param name="Status">active, reauth_needed, revoked, provider_gone, removed.</param>
/// <param name="StatusCause">Why it is not active, or which permission is missing, as a freshness cause.</param>
/// <param name="DataDelayedUntil">While Apex knowingly waits for the vendor.</param>
public sealed record ConnectionView(
    Guid Id,
    Guid UserId,
    string Provider,
    string ExternalUserId,
    string Status,
    string? StatusCause,
    string? Scopes,
    bool HasToken,
    DateTimeOffset? TokenExpiresAt,
    DateTimeOffset? DataDelayedSince,
    string? DataDelayedCause,
    DateTimeOffset? DataDelayedUntil,
    DateTimeOffset? LastStoredAt,
    DateTimeOffset? DeviceSyncedAt,
    DateTimeOffset CreatedAt);

/// <summary>A grant a person has given elsewhere, taken over.</summary>
/// <param name="Scopes">Separated by spaces.</param>
public sealed record NewConnection(
    string? Provider, string? ExternalUserId, string? AccessToken = null, string? RefreshToken = null, DateTimeOffset? ExpiresAt = null, string? Scopes = null)
{
    // A record prints its members; tokens must never reach a log by way of string interpolation.
    public override string ToString() => nameof(NewConnection);
}

/// <param name="Created">False: the person had this connection, its tokens were replaced.</param>
public sealed record SavedConnection(ConnectionView Connection, bool Created);
