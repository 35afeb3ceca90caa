namespace Apex.Infrastructure.Providers;

/// <summary>A webhook body split into one message per person and delivery.</summary>
/// <param name="Messages">In the order they stand in the body.</param>
/// <param name="Unreadable">Slices that are authentic but cannot be read: acked, kept, dead letters.</param>
internal sealed record Envelope(IReadOnlyList<IncomingMessage> Messages, IReadOnlyList<UnreadableSlice> Unreadable)
{
    public static Envelope Of(params IReadOnlyList<IncomingMessage> messages) => new(messages, []);

    public static Envelope Bad(string reason, ReadOnlyMemory<byte> body) => new([], [new(reason, body)]);
}

/// <param name="Reason">Stable key plus JSON path, never a value: "json_invalid at $.sleeps[3]".</param>
internal sealed record UnreadableSlice(string Reason, ReadOnlyMemory<byte> Body);

internal enum MessageKind
{
    /// <summary>Says that something changed; the data must be fetched.</summary>
    Notification,

    /// <summary>Carries the data.</summary>
    Push,

    /// <summary>Changes the connection: connected, revoked, id swapped, scopes. Handled before a user is known.</summary>
    Account,
}

/// <summary>One person's part of one delivery.</summary>
internal sealed record IncomingMessage
{
    public required MessageKind Kind { get; init; }

    /// <summary>The vendor's id of the person (or, for Terra, of the connection); at most 128 characters.</summary>
    public required string ExternalUserId { get; init; }

    public required string DataType { get; init; }

    public string? EventType { get; init; }

    public string? ObjectId { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The vendor's ordering header (Unix ms), where it has one.</summary>
    public long? OrderAtMs { get; init; }

    /// <summary>What is fetched or processed together: with person and <see cref="Day"/> the key of the work item.</summary>
    public required string Family { get; init; }

    /// <summary>yyyy-MM-dd or "recent".</summary>
    public required string Day { get; init; }

    /// <summary>16 bytes naming the delivery (or its subject, when <see cref="ContentKey"/> tells the versions apart). Null: the vendor has
    /// no delivery id, repeats coalesce on the work item.</summary>
    public byte[]? DeliveryKey { get; init; }

    /// <summary>16 bytes over the content, for vendors that re-send a subject with new content: a delivery is a repeat only when it equals the
    /// subject's newest one, so that A, B, A ends as A.</summary>
    public byte[]? ContentKey { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }
}
