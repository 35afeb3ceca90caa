using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Ingestion;

/// <summary>A claimed item with the people and messages it is about.</summary>
internal sealed record ItemContext(ClaimedItem Item, ConnectionInfo? Connection, UserInfo? User, IReadOnlyList<PendingMessage> Messages)
{
    /// <summary>The account's person was erased: nothing of theirs is kept, whichever way it came this far.</summary>
    public bool IsErased { get; init; }

    /// <summary>Of an item of a backfill. Null there: it was cancelled.</summary>
    public BackfillChunk? Chunk { get; init; }

    /// <summary>Messages read per claim; an item with more stays pending with the rest.</summary>
    public const int MaxMessages = 500;

    /// <summary>Before the fetch: items it may answer along. After it: those it has answered, to be settled with this one.</summary>
    public IReadOnlyList<Sibling> Siblings { get; init; } = [];

    /// <summary>What a settle of this claim covers.</summary>
    public long Generation => Messages.Count == MaxMessages ? Messages[^1].Generation : Item.Generation;
}

internal sealed record ConnectionInfo(Guid Id, Guid UserId, string Provider, string ExternalUserId, string Status, long TokenVersion)
{
    public bool IsActive => Status == Connections.ConnectionStatus.Active;
}

internal sealed record UserInfo(Guid Id, string TimeZone);

/// <summary>One inbox message of the item, body unpacked.</summary>
internal sealed record PendingMessage(
    long Id,
    long Generation,
    string Kind,
    string DataType,
    string? EventType,
    string? ObjectId,
    DateTimeOffset? OccurredAt,
    long? OrderAtMs,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Body);
