namespace Apex.Infrastructure.Storage.Rows;

/// <summary>A key of the HTTP API; only its hash is kept.</summary>
internal sealed class ApiKeyRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    /// <summary>First characters, to recognise it by.</summary>
    public required string Prefix { get; set; }

    public required byte[] Sha256 { get; set; }

    /// <summary>Space-separated: read manage ingest.</summary>
    public required string Scopes { get; set; }

    public long CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    public long? LastUsedAt { get; set; }

    public long? RevokedAt { get; set; }
}
