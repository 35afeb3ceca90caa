namespace Apex.Infrastructure.Storage.Rows;

/// <summary>The queue: one row per thing to do. A settled item is deleted; its story stays in runs.</summary>
internal sealed class WorkItemRow
{
    public long Id { get; set; }

    public required string Provider { get; set; }

    public required string ExternalUserId { get; set; }

    public required string Family { get; set; }

    /// <summary>yyyy-MM-dd or recent.</summary>
    public required string Day { get; set; }

    /// <summary>fetch or data: items that carry their data have a lane of their own.</summary>
    public required string Lane { get; set; }

    /// <summary>notification, manual, gap_check, poll, backfill.</summary>
    public required string Class { get; set; }

    public long Wanted { get; set; }

    /// <summary>The `wanted` the running claim read.</summary>
    public long Claimed { get; set; }

    /// <summary>Priority and ageing in one key; equals lease_until while leased.</summary>
    public long DueAt { get; set; }

    public long? LeaseUntil { get; set; }

    /// <summary>The process that took the last lease.</summary>
    public string? LeaseHolder { get; set; }

    public long Fence { get; set; }

    public int Tries { get; set; }

    public int LostLeases { get; set; }

    /// <summary>Waits in a row that consumed no try (429, an object the vendor does not have yet).</summary>
    public int Waits { get; set; }

    /// <summary>retry, throttled, token, circuit, missing; null: none.</summary>
    public string? WaitReason { get; set; }

    public string? LastError { get; set; }

    public long CreatedAt { get; set; }
}
