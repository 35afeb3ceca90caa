namespace Apex.Infrastructure.Storage.Rows;

/// <summary>An account at a vendor whose person was erased; survives them, so that what is still sent of it is not kept.</summary>
internal sealed class ErasedAccountRow
{
    public required string Provider { get; set; }

    /// <summary>SHA-256 over provider and the vendor's id; the id itself is erased.</summary>
    public required byte[] AccountHash { get; set; }

    public long ErasedAt { get; set; }
}
