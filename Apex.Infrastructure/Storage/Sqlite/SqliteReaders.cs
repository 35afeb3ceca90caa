using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>Read-only connections kept open with their prepared commands: planning a statement costs more than running it.</summary>
internal sealed class SqliteReaders(StorageOptions options) : IDisposable
{
    /// <summary>Idle ones kept; more are opened when more reads run at once.</summary>
    private const int MaxIdle = 16;

    // Last in, first out: the one used last has the warmest page cache.
    private readonly ConcurrentStack<Reader> _idle = new();
    private volatile bool _disposed;

    public async Task<T> RunAsync<T>(Func<DbSession, Task<T>> read)
    {
        if (!_idle.TryPop(out var reader))
        {
            reader = new Reader(SqliteFiles.OpenReader(options));
        }

        var isSound = false;
        try
        {
            var result = await read(reader.Session);
            isSound = true;
            return result;
        }
        finally
        {
            Return(reader, isSound);
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var reader))
        {
            reader.Dispose();
        }
    }

    // A read that failed may have left anything behind: its connection is not used again.
    private void Return(Reader reader, bool isSound)
    {
        if (!isSound || _disposed || _idle.Count >= MaxIdle)
        {
            reader.Dispose();
        }
        else
        {
            _idle.Push(reader);
        }
    }

    private sealed class Reader : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly CommandCache _cache;

        public Reader(SqliteConnection connection)
        {
            (_connection, _cache) = (connection, new CommandCache(connection));
            Session = new DbSession(connection, null, StorageKind.Sqlite, _cache);
        }

        public DbSession Session { get; }

        public void Dispose()
        {
            _cache.Dispose();
            _connection.Dispose();
        }
    }
}
