namespace Apex.Infrastructure.Storage;

/// <summary>The database cannot take writes now (disk full, read-only, unreachable): nothing of the job was kept, trying later may help.</summary>
public sealed class StorageUnavailableException(string reason, Exception? inner = null) : Exception(reason, inner);
