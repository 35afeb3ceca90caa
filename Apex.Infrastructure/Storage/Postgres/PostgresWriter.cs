using Npgsql;

namespace Apex.Infrastructure.Storage.Postgres;

/// <summary>Each job in a transaction of its own; deadlocks and serialization failures are repeated.</summary>
internal sealed class PostgresWriter(NpgsqlDataSource source, ApexClock clock) : Writer
{
    private const int MaxAttempts = 5;

    public override async Task<T> RunAsync<T>(WriteLane lane, Func<DbSession, Task<T>> job)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await OnceAsync(job);
            }
            catch (Exception e) when (attempt < MaxAttempts && StorageFailures.IsWorthRepeating(e))
            {
                // Runs again with a transaction of its own.
            }
            catch (Exception e) when (StorageFailures.Unavailable(e) is { } unavailable)
            {
                throw unavailable;
            }
        }
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> OnceAsync<T>(Func<DbSession, Task<T>> job)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var result = await job(new DbSession(connection, transaction, StorageKind.Postgres));
        await transaction.CommitAsync();
        LastCommitAt = clock.Now;
        return result;
    }
}
