namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A part of a backfill that one work item asks for.</summary>
internal sealed class BackfillChunkRow
{
    public Guid BackfillId { get; set; }

    /// <summary>Also the item's day.</summary>
    public DateOnly LastDay { get; set; }

    public DateOnly FirstDay { get; set; }

    public Guid UserId { get; set; }

    public int Days { get; set; }

    /// <summary>pending, done, failed, cancelled.</summary>
    public required string State { get; set; }

    public long? SettledAt { get; set; }
}
