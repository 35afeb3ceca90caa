using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Support;

/// <summary>An opened, migrated, empty storage of either kind.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private readonly DirectoryInfo _directory;

    private TestStorage(DirectoryInfo directory, ApexStorage storage, ManualTime time, StorageOptions options) =>
        (_directory, Storage, Time, Options) = (directory, storage, time, options);

    public ApexStorage Storage { get; }

    public ManualTime Time { get; }

    public ApexClock Clock => new(Time);

    public StorageOptions Options { get; }

    public static async Task<TestStorage> OpenAsync(StorageKind kind, PostgresServer postgres)
    {
        var directory = Directory.CreateTempSubdirectory("apex-storage-");
        var time = new ManualTime();
        var options = new StorageOptions(kind, directory.FullName, kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);
        var storage = new ApexStorage(options, new ApexClock(time), new FatalStorage(), NullLoggerFactory.Instance);
        await storage.OpenAsync(CancellationToken.None);
        return new(directory, storage, time, options);
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }
}
