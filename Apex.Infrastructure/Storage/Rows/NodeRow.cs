namespace Apex.Infrastructure.Storage.Rows;

/// <summary>One process, and when it last wrote; a gap over all of them is an interval in which nobody listened.</summary>
internal sealed class NodeRow
{
    /// <summary>New with every start: a lease names it, and a restarted process does not own what the dead one held.</summary>
    public required string Id { get; set; }

    public required string Name { get; set; }

    public required string Version { get; set; }

    public long StartedAt { get; set; }

    /// <summary>Every refusal before this instant is in outages.</summary>
    public long LastSeenAt { get; set; }

    public bool CleanStop { get; set; }

    /// <summary>Taken for dead: what it held under lease goes on elsewhere.</summary>
    public bool LeasesFreed { get; set; }
}
