using Microsoft.Data.Sqlite;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>How the main file is opened: one connection writes, all others are read-only.</summary>
internal static class SqliteFiles
{
    public static string WriterConnectionString(StorageOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = options.SqliteFile,
        Mode = SqliteOpenMode.ReadWriteCreate,
        Pooling = false,
        DefaultTimeout = 10,
    }.ToString();

    public static string ReaderConnectionString(StorageOptions options) => new SqliteConnectionStringBuilder
    {
        DataSource = options.SqliteFile,
        Mode = SqliteOpenMode.ReadOnly,
        Pooling = true,
        DefaultTimeout = 5,
    }.ToString();

    public static SqliteConnection OpenWriter(StorageOptions options)
    {
        var connection = new SqliteConnection(WriterConnectionString(options));
        connection.Open();

        // FULL: each commit is fsynced; an ack depends on it. Checkpoints are run by WalKeeper alone.
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536;");
        return connection;
    }

    public static SqliteConnection OpenReader(StorageOptions options)
    {
        var connection = new SqliteConnection(ReaderConnectionString(options));
        connection.Open();
        return connection;
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
