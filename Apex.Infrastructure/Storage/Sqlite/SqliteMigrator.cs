using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>Runs while the data directory's lock is held and before the writer exists.</summary>
internal static class SqliteMigrator
{
    public static async Task MigrateAsync(StorageOptions options, CancellationToken ct)
    {
        await using var connection = SqliteFiles.OpenWriter(options);
        DropAbandonedLock(connection);
        await using var context = new SqliteApexDb(new DbContextOptionsBuilder<SqliteApexDb>().UseSqlite(connection).Options);
        await context.Database.MigrateAsync(ct);
    }

    // EF waits for ever on the lock row of a process killed while migrating. Nobody else can be migrating: we hold apex.lock.
    private static void DropAbandonedLock(SqliteConnection connection) =>
        SqliteFiles.Execute(connection, "DROP TABLE IF EXISTS \"__EFMigrationsLock\"");
}
