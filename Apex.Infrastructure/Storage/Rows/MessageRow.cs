namespace Apex.Infrastructure.Storage.Rows;

/// <summary>One person's part of one delivery; kept until settled, then until retention.</summary>
internal sealed class MessageRow
{
    public long Id { get; set; }

    public required string Provider { get; set; }

    /// <summary>notification, push, account.</summary>
    public required string Kind { get; set; }

    public required string ExternalUserId { get; set; }

    public required string DataType { get; set; }

    public string? EventType { get; set; }

    public string? ObjectId { get; set; }

    public long? OccurredAt { get; set; }

    /// <summary>The vendor's ordering header.</summary>
    public long? OrderAt { get; set; }

    public long ReceivedAt { get; set; }

    /// <summary>Brotli when it is smaller; see BodyCodec.</summary>
    public required byte[] Body { get; set; }

    public int BodyBytes { get; set; }

    public required string Family { get; set; }

    public required string Day { get; set; }

    public long? WorkItemId { get; set; }

    /// <summary>The item's `wanted` this message raised it to; a claim settles generations up to what it read.</summary>
    public long Generation { get; set; }

    /// <summary>pending, settled, orphan, dead.</summary>
    public required string State { get; set; }

    public long? SettledAt { get; set; }

    public long? RunId { get; set; }
}
