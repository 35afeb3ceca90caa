using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Apex.Infrastructure.Storage.Postgres;

/// <summary>Migrations under an advisory lock: EF's own lock does not hold on PostgreSQL when several nodes start at once.</summary>
internal static class PostgresMigrator
{
    private const long LockKey = 0x41504558; // "APEX"

    public static async Task MigrateAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", ct);
        try
        {
            await using var context = new PostgresApexDb(new DbContextOptionsBuilder<PostgresApexDb>().UseNpgsql(connection).Options);
            await context.Database.MigrateAsync(ct);
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        // No time limit: another node may be migrating a large database.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
