namespace Apex.Infrastructure.Storage.Rows;

/// <summary>What is known about the newest datum of one signal of one person.</summary>
internal sealed class FreshnessRow
{
    public Guid UserId { get; set; }

    public required string Signal { get; set; }

    public DateOnly? NewestDay { get; set; }

    public long? EventAt { get; set; }

    public long? DeviceSyncedAt { get; set; }

    public long? VendorUpdatedAt { get; set; }

    public long? NotifiedAt { get; set; }

    public long? ReceivedAt { get; set; }

    public long? AvailableAt { get; set; }

    public required string State { get; set; }

    public required string Cause { get; set; }

    public long? DueAt { get; set; }

    public long? NextChangeAt { get; set; }
}
