namespace Apex.Infrastructure.Storage;

public enum StorageKind
{
    Sqlite,
    Postgres,
}

/// <summary>Where the data lives.</summary>
/// <param name="DataDirectory">Database, keys, lock file. Created when missing.</param>
/// <param name="ConnectionString">PostgreSQL only.</param>
public sealed record StorageOptions(StorageKind Kind, string DataDirectory, string? ConnectionString)
{
    public string SqliteFile => Path.Combine(DataDirectory, "apex.db");
}
