namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A vendor to be told that a person has left; gone once it is done or given up.</summary>
internal sealed class DeregistrationRow
{
    public long Id { get; set; }

    public required string Provider { get; set; }

    public required string ExternalUserId { get; set; }

    public Guid ConnectionId { get; set; }

    /// <summary>Encrypted, taken over from the connection.</summary>
    public byte[]? AccessToken { get; set; }

    /// <summary>Encrypted.</summary>
    public byte[]? RefreshToken { get; set; }

    public long? TokenExpiresAt { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>When it is tried next; while it is tried, when its lease ends.</summary>
    public long DueAt { get; set; }

    public long Fence { get; set; }

    public int Tries { get; set; }

    /// <summary>Waits in a row that consumed no try.</summary>
    public int Waits { get; set; }

    public string? LastError { get; set; }
}
