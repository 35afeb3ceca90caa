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
            catch (PostgresException e) when (attempt < MaxAttempts && e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure)
            {
                // The other transaction has won and is done; ours starts again from what it left.
            }
            catch (PostgresException e) when (e.IsTransient || e.SqlState is PostgresErrorCodes.DiskFull or PostgresErrorCodes.ReadOnlySqlTransaction)
            {
                throw new StorageUnavailableException("postgres_" + e.SqlState, e);
            }
            catch (NpgsqlException e) when (e is not PostgresException)
            {
                throw new StorageUnavailableException("postgres_unreachable", e);
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
