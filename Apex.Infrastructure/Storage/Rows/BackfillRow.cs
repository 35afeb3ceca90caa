namespace Apex.Infrastructure.Storage.Rows;

/// <summary>Past days of one connection that were asked for.</summary>
internal sealed class BackfillRow
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public Guid ConnectionId { get; set; }

    public required string Provider { get; set; }

    public DateOnly FirstDay { get; set; }

    public DateOnly LastDay { get; set; }

    /// <summary>planned, running, done, failed, cancelled.</summary>
    public required string State { get; set; }

    public int Days { get; set; }

    public int DaysDone { get; set; }

    public int Chunks { get; set; }

    public int ChunksDone { get; set; }

    public int ChunksFailed { get; set; }

    /// <summary>As in the audit log, or "connect".</summary>
    public required string RequestedBy { get; set; }

    public long CreatedAt { get; set; }

    public long? FinishedAt { get; set; }
}
