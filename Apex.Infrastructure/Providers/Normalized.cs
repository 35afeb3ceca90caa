using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Infrastructure.Providers;

/// <summary>A payload with what the normalizer may know about it.</summary>
/// <param name="Kind">A fetch's <see cref="RawPayload.Kind"/>, or a message's data type prefixed "push:", "notice:" or "account:".</param>
/// <param name="EventType">The notification's event type (create, update, delete), for notices.</param>
/// <param name="OrderAtMs">The vendor's ordering header where it has one, else null.</param>
/// <param name="SeenAt">The instant the fetch was sent, else first receipt.</param>
/// <param name="TimeZone">The person's IANA zone.</param>
internal sealed record PayloadToNormalize(
    string Kind,
    string? EventType,
    ReadOnlyMemory<byte> Body,
    long? OrderAtMs,
    DateTimeOffset SeenAt,
    string TimeZone);

/// <summary>What a payload says.</summary>
internal sealed record Normalized
{
    public IReadOnlyList<NormalizedRecord> Records { get; init; } = [];

    public IReadOnlyList<AccountChange> AccountChanges { get; init; } = [];

    /// <summary>Fields left out, each with JSON path and reason, never the value.</summary>
    public IReadOnlyList<FieldDrop> Drops { get; init; } = [];

    /// <summary>Set when the shape is unknown: dead letter. Stable key plus JSON path, never a value.</summary>
    public string? Unreadable { get; init; }

    public static Normalized Bad(string reason) => new() { Unreadable = reason };
}

/// <param name="Path">JSON path without values: $.sleeps[0].hrv.</param>
internal sealed record FieldDrop(string Path, string Reason);

/// <summary>One vendor record before it meets what is stored.</summary>
internal sealed record NormalizedRecord
{
    public required SourceId Source { get; init; }

    /// <summary>The aggregator, or null.</summary>
    public string? Via { get; init; }

    public required RecordType Type { get; init; }

    public required string ExternalId { get; init; }

    /// <summary>Null only for a delete whose day the vendor does not say.</summary>
    public DateOnly? Day { get; init; }

    public bool Final { get; init; } = true;

    /// <summary>Unix ms, see <see cref="RecordVersion.OrderAtMs"/>.</summary>
    public required long OrderAtMs { get; init; }

    public bool Deleted { get; init; }

    /// <summary>From a complete fetch: an absent field clears the stored one. From a push it keeps it.</summary>
    public bool Complete { get; init; }

    public RecordValues Values { get; init; } = new();

    public DateTimeOffset? VendorUpdatedAt { get; init; }

    public DateTimeOffset? DeviceSyncedAt { get; init; }
}

/// <summary>What an account event does to connections.</summary>
internal abstract record AccountChange
{
    private AccountChange()
    {
    }

    /// <summary>The vendor says this person is connected; <paramref name="ReferenceId"/> is our user's id or external id.</summary>
    public sealed record Connected(string ExternalUserId, string? ReferenceId, string? Scopes) : AccountChange;

    public sealed record Revoked(string ExternalUserId) : AccountChange;

    /// <summary>The vendor asks that the person signs in again; data stays.</summary>
    public sealed record ReauthNeeded(string ExternalUserId) : AccountChange;

    /// <summary>The vendor's id of the connection changed.</summary>
    public sealed record Swapped(string? OldExternalUserId, string NewExternalUserId, string? ReferenceId) : AccountChange;

    /// <summary>Comma-separated scopes; null leaves that side alone.</summary>
    public sealed record ScopesChanged(string ExternalUserId, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, bool Replace) : AccountChange;
}
