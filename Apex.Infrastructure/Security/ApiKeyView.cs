using System.Text.Json.Serialization;

namespace Apex.Infrastructure.Security;

/// <summary>A key of the HTTP API, without the key.</summary>
/// <param name="Prefix">Its first characters, to recognise it by.</param>
public sealed record ApiKeyView(
    Guid Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

/// <param name="Scopes">At least one of <see cref="ApiScopes.All"/>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record NewApiKey(string? Name, IReadOnlyList<string>? Scopes);

/// <param name="Key">Shown this once; only its hash is kept.</param>
public sealed record CreatedApiKey(ApiKeyView ApiKey, string Key)
{
    // A record prints its members; the key must never reach a log by way of string interpolation.
    public override string ToString() => $"{nameof(CreatedApiKey)} {ApiKey.Id}";
}

/// <summary>What a key may do. No scope includes another.</summary>
public static class ApiScopes
{
    /// <summary>See people, their days and the road.</summary>
    public const string Read = "read";

    /// <summary>Change people, connections, keys and work; see raw bodies.</summary>
    public const string Manage = "manage";

    /// <summary>Hand data in.</summary>
    public const string Ingest = "ingest";

    public static IReadOnlyList<string> All { get; } = [Read, Manage, Ingest];
}
