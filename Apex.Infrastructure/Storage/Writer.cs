namespace Apex.Infrastructure.Storage;

/// <summary>Which jobs go first when both wait.</summary>
internal enum WriteLane
{
    /// <summary>A vendor waits for our answer.</summary>
    Ack,
    Work,
}

/// <summary>The only way to write. A job runs in a transaction (a savepoint on SQLite) and is durable when the task completes;
/// when it throws, nothing of it is kept. Jobs may run twice and must not have effects outside the database.</summary>
/// <exception cref="StorageUnavailableException">The database cannot take writes now.</exception>
internal abstract class Writer : IAsyncDisposable
{
    /// <summary>When a commit last succeeded; readiness looks at it.</summary>
    public DateTimeOffset? LastCommitAt { get; protected set; }

    public abstract Task<T> RunAsync<T>(WriteLane lane, Func<DbSession, Task<T>> job);

    public Task RunAsync(WriteLane lane, Func<DbSession, Task> job) => RunAsync(lane, async session =>
    {
        await job(session);
        return true;
    });

    public abstract ValueTask DisposeAsync();
}
