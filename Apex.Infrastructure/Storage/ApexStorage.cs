using Apex.Infrastructure.Storage.Postgres;
using Apex.Infrastructure.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Apex.Infrastructure.Storage;

/// <summary>The opened database: one <see cref="Writer"/>, any number of short reads.</summary>
internal sealed class ApexStorage(StorageOptions options, ApexClock clock, FatalStorage fatal, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteReaders _readers = new(options);
    private Task? _closing;
    private DataDirectoryLock? _lock;
    private NpgsqlDataSource? _source;
    private Writer? _writer;

    public StorageKind Kind => options.Kind;

    public Writer Writer => _writer ?? throw new InvalidOperationException("The storage is not open yet.");

    public bool IsOpen => _writer is not null;

    /// <summary>Makes this process the only one on the data directory (SQLite); everything that may open a file there comes after it.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    public void TakeLock()
    {
        if (options.Kind == StorageKind.Sqlite && _lock is null)
        {
            Directory.CreateDirectory(options.DataDirectory);
            _lock = DataDirectoryLock.Take(options.DataDirectory);
        }
    }

    /// <summary>Takes the lock on the data directory, migrates and starts the writer. Killed at any point, the next start continues.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        TakeLock();
        if (options.Kind == StorageKind.Sqlite)
        {
            await SqliteMigrator.MigrateAsync(options, ct);
            _writer = new SqliteWriter(options, clock, fatal, loggers.CreateLogger<SqliteWriter>());
        }
        else
        {
            _source = PostgresSource.Create(options);
            await PostgresMigrator.MigrateAsync(_source, ct);
            _writer = new PostgresWriter(_source, clock);
        }
    }

    /// <summary>Runs reads on one connection outside the writer. A snapshot is promised only per statement.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot serve now.</exception>
    public async Task<T> ReadAsync<T>(Func<DbSession, Task<T>> read, CancellationToken ct = default)
    {
        try
        {
            return await OpenAndReadAsync(read, ct);
        }
        catch (Exception e) when (StorageFailures.Unavailable(e) is { } unavailable)
        {
            throw unavailable;
        }
    }

    /// <summary>A context for reading; it must not save.</summary>
    public ApexDb OpenReadContext()
    {
        var context = options.Kind == StorageKind.Sqlite
            ? (ApexDb)new SqliteApexDb(new DbContextOptionsBuilder<SqliteApexDb>().UseSqlite(SqliteFiles.ReaderConnectionString(options)).Options)
            : new PostgresApexDb(new DbContextOptionsBuilder<PostgresApexDb>().UseNpgsql(_source!).Options);
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        return context;
    }

    /// <summary>A context inside a writer's job: what it saves belongs to the job's transaction.</summary>
    public static async Task<ApexDb> WriteContextAsync(DbSession session)
    {
        ApexDb context = session.IsPostgres
            ? new PostgresApexDb(new DbContextOptionsBuilder<PostgresApexDb>().UseNpgsql(session.Connection).Options)
            : new SqliteApexDb(new DbContextOptionsBuilder<SqliteApexDb>().UseSqlite(session.Connection).Options);
        await context.Database.UseTransactionAsync(session.Transaction);
        return context;
    }

    /// <summary>Once, whoever asks: the host that stops and the container that goes away may do so at the same time.</summary>
    public async ValueTask DisposeAsync()
    {
        Task closing;
        lock (_gate)
        {
            closing = _closing ??= CloseAsync();
        }

        await closing;
    }

    private async Task CloseAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync();
        }

        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _readers.Dispose();
        _lock?.Dispose();
    }

    private async Task<T> OpenAndReadAsync<T>(Func<DbSession, Task<T>> read, CancellationToken ct)
    {
        if (options.Kind == StorageKind.Sqlite)
        {
            return await _readers.RunAsync(read);
        }

        await using var postgres = await _source!.OpenConnectionAsync(ct);
        return await read(new DbSession(postgres, null, StorageKind.Postgres));
    }
}
