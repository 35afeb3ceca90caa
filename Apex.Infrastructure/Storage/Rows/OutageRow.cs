namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A time in which deliveries were refused or nobody listened; written once writing works again.</summary>
internal sealed class OutageRow
{
    public long Id { get; set; }

    /// <summary>refused (503) or down.</summary>
    public required string Kind { get; set; }

    /// <summary>The process that wrote it.</summary>
    public required string NodeId { get; set; }

    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    public long Refused { get; set; }

    /// <summary>Names of the vendors refused, with commas; null: all.</summary>
    public string? Providers { get; set; }

    /// <summary>No other node was alive in it. Known at once on SQLite, after a few heartbeats on PostgreSQL.</summary>
    public bool Confirmed { get; set; }

    /// <summary>How far the planning has come: the vendor, and with <see cref="PlanAfter"/> the last of its people; without it, all of them.</summary>
    public string? PlanProvider { get; set; }

    public string? PlanAfter { get; set; }

    /// <summary>Connections that get a reconcile.</summary>
    public long Planned { get; set; }

    /// <summary>Names of the vendors that cannot be asked, with commas: they send again by themselves.</summary>
    public string? PushOnly { get; set; }

    /// <summary>The reconcile over it was planned.</summary>
    public bool Reconciled { get; set; }
}
