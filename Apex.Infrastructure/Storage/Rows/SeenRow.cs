namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A delivery (or subject) already accepted; kept 72 h.</summary>
internal sealed class SeenRow
{
    public required string Provider { get; set; }

    /// <summary>16 bytes.</summary>
    public required byte[] DeliveryKey { get; set; }

    /// <summary>16 bytes, empty for vendors whose delivery key names one delivery.</summary>
    public required byte[] ContentKey { get; set; }

    public long SeenAt { get; set; }
}
