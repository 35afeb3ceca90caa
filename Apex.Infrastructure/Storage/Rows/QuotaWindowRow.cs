namespace Apex.Infrastructure.Storage.Rows;

/// <summary>Permits taken in one bucket of one window. Never lowered; rows go when their bucket no longer counts.</summary>
internal sealed class QuotaWindowRow
{
    public required string Provider { get; set; }

    public required string Name { get; set; }

    /// <summary>Empty for the whole installation, else the connection's id.</summary>
    public required string Scope { get; set; }

    public long BucketAt { get; set; }

    public long Used { get; set; }
}
