using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Storage.Sqlite;

/// <summary>The one connection that writes and checkpoints. Jobs that wait together are committed together.</summary>
internal sealed partial class SqliteWriter : Writer
{
    private const int MaxJobsPerCommit = 200;
    private static readonly TimeSpan MaxTransaction = TimeSpan.FromMilliseconds(20);

    // Bounded: a writer that cannot keep up makes its callers wait; the ack path has its own cap before this one.
    private readonly Channel<WriteJob> _acks = Channel.CreateBounded<WriteJob>(1024);
    private readonly Channel<WriteJob> _work = Channel.CreateBounded<WriteJob>(4096);
    private readonly SqliteConnection _connection;
    private readonly CommandCache _cache;
    private readonly ApexClock _clock;
    private readonly FatalStorage _fatal;
    private readonly ILogger<SqliteWriter> _logger;
    private readonly WalKeeper _wal;
    private readonly Task _loop;
    private Task<bool>? _ackWait;
    private Task<bool>? _workWait;

    public SqliteWriter(StorageOptions options, ApexClock clock, FatalStorage fatal, ILogger<SqliteWriter> logger)
    {
        (_clock, _fatal, _logger) = (clock, fatal, logger);
        _connection = SqliteFiles.OpenWriter(options);
        _cache = new CommandCache(_connection);
        _wal = new WalKeeper(_connection, options.SqliteFile + "-wal", TimeProvider.System);
        _loop = Task.Factory.StartNew(RunLoopAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public override async Task<T> RunAsync<T>(WriteLane lane, Func<DbSession, Task<T>> job)
    {
        var queued = new WriteJob<T>(job);
        try
        {
            await (lane == WriteLane.Ack ? _acks : _work).Writer.WriteAsync(queued);
        }
        catch (ChannelClosedException e)
        {
            throw new StorageUnavailableException("The writer has stopped.", e);
        }

        return await queued.Completion;
    }

    public override async ValueTask DisposeAsync()
    {
        _acks.Writer.TryComplete();
        _work.Writer.TryComplete();
        await _loop;
        _cache.Dispose();
        await _connection.DisposeAsync();
    }

    private async Task RunLoopAsync()
    {
        var group = new List<WriteJob>(MaxJobsPerCommit);
        try
        {
            while (!_fatal.Stopped.IsCompleted && await WaitAsync())
            {
                group.Clear();
                await CommitGroupAsync(group);
                _wal.AfterCommit(idle: !IsWaited);
            }
        }
        catch (Exception e)
        {
            // A checkpoint's I/O error, or a bug of ours: without this loop nobody would ever be answered.
            Stop(StorageFailures.Find<SqliteException>(e) is { } sqlite ? SqliteErrors.Describe(sqlite) : e.GetType().Name);
        }

        RefuseRest();
    }

    private bool IsWaited => _acks.Reader.TryPeek(out _) || _work.Reader.TryPeek(out _);

    private async Task<bool> WaitAsync()
    {
        if (IsWaited)
        {
            return true;
        }

        // Kept between calls: a waiter left behind in every round on a quiet lane would be a leak.
        _ackWait ??= _acks.Reader.WaitToReadAsync().AsTask();
        _workWait ??= _work.Reader.WaitToReadAsync().AsTask();
        await Task.WhenAny(_ackWait, _workWait);
        var open = (!_ackWait.IsCompleted || await _ackWait) | (!_workWait.IsCompleted || await _workWait);
        _ackWait = _ackWait.IsCompleted ? null : _ackWait;
        _workWait = _workWait.IsCompleted ? null : _workWait;
        return open;
    }

    private bool TryTake(out WriteJob job) => _acks.Reader.TryRead(out job!) || _work.Reader.TryRead(out job!);

    private async Task CommitGroupAsync(List<WriteJob> group)
    {
        if (!IsWaited)
        {
            return;
        }

        var started = _clock.Time.GetTimestamp();
        var begun = false;
        try
        {
            // deferred: false is BEGIN IMMEDIATE, so that a later read-to-write upgrade can never fail.
            await using var transaction = _connection.BeginTransaction(deferred: false);
            begun = true;
            while (group.Count < MaxJobsPerCommit && _clock.Time.GetElapsedTime(started) < MaxTransaction && TryTake(out var job))
            {
                group.Add(job);
                await RunInSavepointAsync(new DbSession(_connection, transaction, StorageKind.Sqlite, _cache), job);
            }

            await transaction.CommitAsync();
            LastCommitAt = _clock.Now;
        }
        catch (Exception e)
        {
            while (!begun && group.Count < MaxJobsPerCommit && TryTake(out var job))
            {
                // Nothing could begin: those who wait hear it now, or they would wait while we try for ever.
                group.Add(job);
            }

            Fail(group, e);
            return;
        }

        foreach (var job in group)
        {
            job.Complete();
        }
    }

    private static async Task RunInSavepointAsync(DbSession session, WriteJob job)
    {
        await session.ExecuteAsync("SAVEPOINT job");
        try
        {
            await job.RunAsync(session);
        }
        catch (Exception e) when (StorageFailures.Unavailable(e) is null)
        {
            job.Failed(e);
            await session.ExecuteAsync("ROLLBACK TO job");
        }

        await session.ExecuteAsync("RELEASE job");
    }

    private void Fail(List<WriteJob> group, Exception e)
    {
        var sqlite = StorageFailures.Find<SqliteException>(e);
        var reason = sqlite is null ? e.GetType().Name : SqliteErrors.Describe(sqlite);
        LogCommitFailed(reason, group.Count);
        var unavailable = new StorageUnavailableException(reason, e);
        foreach (var job in group)
        {
            job.Failed(unavailable);
            job.Complete();
        }

        if (sqlite is not null && SqliteErrors.IsFatal(sqlite))
        {
            // After a failed fsync the page cache may lie about what is on disk: stop acking, leave, start from the disk
            // (USENIX ATC'20, "Can applications recover from fsync failures?").
            Stop(reason);
        }
    }

    private void Stop(string reason)
    {
        _acks.Writer.TryComplete();
        _work.Writer.TryComplete();
        _fatal.Stop(reason);
    }

    private void RefuseRest()
    {
        var unavailable = new StorageUnavailableException("The writer has stopped.", null);
        while (TryTake(out var job))
        {
            job.Failed(unavailable);
            job.Complete();
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Commit failed: {Reason}; {Jobs} jobs refused")]
    private partial void LogCommitFailed(string reason, int jobs);
}
