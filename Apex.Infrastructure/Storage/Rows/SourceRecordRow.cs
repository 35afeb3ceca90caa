namespace Apex.Infrastructure.Storage.Rows;

/// <summary>The newest version of one vendor record; tombstones stay.</summary>
internal sealed class SourceRecordRow
{
    public long Id { get; set; }

    public Guid UserId { get; set; }

    public Guid ConnectionId { get; set; }

    public required string Type { get; set; }

    public required string ExternalId { get; set; }

    public required string Source { get; set; }

    public string? Via { get; set; }

    public DateOnly Day { get; set; }

    public bool Final { get; set; }

    public long OrderAt { get; set; }

    public long Generation { get; set; }

    public long FirstReceivedAt { get; set; }

    public long LastReceivedAt { get; set; }

    public bool Deleted { get; set; }

    /// <summary>RecordValues as JSON.</summary>
    public required string RecordValues { get; set; }

    public long RunId { get; set; }

    /// <summary>The raw payload it was read from.</summary>
    public byte[]? RawSha256 { get; set; }
}
