namespace Apex.Infrastructure.Storage.Rows;

/// <summary>When a node last wrote; a gap in it is an interval in which nobody listened.</summary>
internal sealed class NodeRow
{
    public required string Name { get; set; }

    public long StartedAt { get; set; }

    public long LastSeenAt { get; set; }

    public required string Version { get; set; }

    public bool CleanStop { get; set; }
}
