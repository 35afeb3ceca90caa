namespace Apex.Infrastructure.Storage.Rows;

/// <summary>What was fetched or pushed, as it came. Kept 14 days.</summary>
internal sealed class RawPayloadRow
{
    public long Id { get; set; }

    public Guid UserId { get; set; }

    public required string Day { get; set; }

    public required byte[] Sha256 { get; set; }

    public required string Provider { get; set; }

    public required string Kind { get; set; }

    public long RunId { get; set; }

    public long ReceivedAt { get; set; }

    public required byte[] Body { get; set; }

    public int BodyBytes { get; set; }
}
