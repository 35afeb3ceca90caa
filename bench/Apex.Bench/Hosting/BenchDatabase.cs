using Apex.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Apex.Bench.Hosting;

/// <summary>An empty database in a directory of its own.</summary>
internal sealed class BenchDatabase : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("apex-bench-");

    private BenchDatabase(StorageKind kind, string? connectionString) => Options = new(kind, _directory.FullName, connectionString);

    public StorageOptions Options { get; }

    public static async Task<BenchDatabase> CreateAsync(StorageKind kind, PostgresCluster postgres) =>
        new(kind, kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);

    /// <summary>The product's own storage in this process; no server may run on it.</summary>
    public async Task<ApexStorage> OpenAsync()
    {
        var storage = new ApexStorage(Options, new ApexClock(TimeProvider.System), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        return storage;
    }

    /// <summary>A plain connection that looks at the database beside the running server.</summary>
    public async Task<System.Data.Common.DbConnection> LookAsync()
    {
        System.Data.Common.DbConnection connection = Options.Kind == StorageKind.Sqlite
            ? new SqliteConnection($"Data Source={Options.SqliteFile};Mode=ReadOnly;Pooling=False")
            : new NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
