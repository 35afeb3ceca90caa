using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Storage;

public sealed class SchemaTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Model_AgainstItsMigrations_HasNothingPending(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        await using var context = store.Storage.OpenReadContext();

        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
    }

    [Fact]
    public async Task OpenAsync_FourNodesAtOnceOnAnEmptyPostgres_AllOpen()
    {
        var directory = Directory.CreateTempSubdirectory("apex-nodes-");
        var options = new StorageOptions(StorageKind.Postgres, directory.FullName, await postgres.CreateDatabaseAsync());
        var nodes = Enumerable.Range(0, 4).Select(_ => Storage(options)).ToList();

        await Task.WhenAll(nodes.Select(node => Task.Run(() => node.OpenAsync(CancellationToken.None))));

        foreach (var node in nodes)
        {
            Assert.Equal(0, await node.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM users")));
            await node.DisposeAsync();
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task OpenAsync_SqliteLeftWithTheLockOfAKilledMigration_Opens()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Sqlite, postgres);
        await store.Storage.DisposeAsync();
        Run(store.Options, """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-05-04');""");

        await using var reopened = Storage(store.Options);
        await reopened.OpenAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.True(reopened.IsOpen);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task OpenAsync_AfterAMigrationCutOffHalfWay_ContinuesFromTheStart(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var directory = Directory.CreateTempSubdirectory("apex-cut-");
        var options = new StorageOptions(kind, directory.FullName, kind == StorageKind.Postgres ? await postgres.CreateDatabaseAsync() : null);
        await CutOffAsync(options, Script(store.Storage));

        await using (var reopened = Storage(options))
        {
            await reopened.OpenAsync(CancellationToken.None);
            Assert.Equal(0, await reopened.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM work_items")));
        }

        SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task OpenAsync_DirectoryOfARunningHost_IsRefused()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Sqlite, postgres);
        await using var second = Storage(store.Options);

        await Assert.ThrowsAsync<DataDirectoryInUseException>(() => second.OpenAsync(CancellationToken.None));

        await store.Storage.DisposeAsync();
        await using var third = Storage(store.Options);
        await third.OpenAsync(CancellationToken.None);
        Assert.True(third.IsOpen);
    }

    private static ApexStorage Storage(StorageOptions options) => new(options, new ApexClock(new ManualTime()), new FatalStorage(), NullLoggerFactory.Instance);

    private static string Script(ApexStorage storage)
    {
        using var context = storage.OpenReadContext();
        return context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions);
    }

    /// <summary>The first half of the statements in a transaction that nobody commits, as a killed process leaves it.</summary>
    private static async Task CutOffAsync(StorageOptions options, string script)
    {
        var statements = script.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var half = string.Join(";\n", statements[..(statements.Length / 2)]);
        if (options.Kind == StorageKind.Sqlite)
        {
            Run(options, "BEGIN IMMEDIATE; " + half);
            return;
        }

        await using var connection = new Npgsql.NpgsqlConnection(options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("BEGIN; " + half, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static void Run(StorageOptions options, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={options.SqliteFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
