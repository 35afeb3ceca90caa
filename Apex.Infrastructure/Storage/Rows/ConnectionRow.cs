namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A person at a vendor.</summary>
internal sealed class ConnectionRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public required string Provider { get; set; }

    /// <summary>The vendor's id; unique per provider.</summary>
    public required string ExternalUserId { get; set; }

    /// <summary>active, reauth_needed, revoked, provider_gone.</summary>
    public required string Status { get; set; }

    /// <summary>Why it is not active, as a freshness cause.</summary>
    public string? StatusCause { get; set; }

    public string? Scopes { get; set; }

    /// <summary>Encrypted.</summary>
    public byte[]? AccessToken { get; set; }

    /// <summary>Encrypted.</summary>
    public byte[]? RefreshToken { get; set; }

    /// <summary>Raised by every stored pair; a 401 that came with an older version is retried with the new pair.</summary>
    public long TokenVersion { get; set; }

    public long? TokenExpiresAt { get; set; }

    /// <summary>The token version a refresh was sent for; with RefreshSentAt the durable intent.</summary>
    public long? RefreshVersion { get; set; }

    public long? RefreshSentAt { get; set; }

    public long? RefreshLeaseUntil { get; set; }

    public long RefreshFence { get; set; }

    /// <summary>The old pair was tried once more after an interrupted refresh.</summary>
    public bool RefreshRetried { get; set; }

    public long? DataDelayedSince { get; set; }

    /// <summary>quota_wait, circuit_open ... while delayed.</summary>
    public string? DataDelayedCause { get; set; }

    public long? DataDelayedUntil { get; set; }

    public string? Cursors { get; set; }

    public long? LastNotifiedAt { get; set; }

    public long? LastStoredAt { get; set; }

    public long? DeviceSyncedAt { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>When the planner has to look at the connection next; 0: as soon as possible.</summary>
    public long PollDueAt { get; set; }

    /// <summary>JSON: what was planned so far.</summary>
    public string? PollState { get; set; }
}
