namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A time in which deliveries were refused or nobody listened; written once writing works again.</summary>
internal sealed class OutageRow
{
    public long Id { get; set; }

    /// <summary>refused (503) or down.</summary>
    public required string Kind { get; set; }

    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    public long Refused { get; set; }

    /// <summary>The reconcile over it was planned.</summary>
    public bool Reconciled { get; set; }
}
