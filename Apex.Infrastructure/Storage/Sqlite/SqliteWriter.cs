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
        _wal = new WalKeeper(_connection, options.SqliteFile + "-wal");
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
        while (await WaitAsync())
        {
            group.Clear();
            await CommitGroupAsync(group);
            _wal.AfterCommit(idle: !_acks.Reader.TryPeek(out _) && !_work.Reader.TryPeek(out _));
        }
    }

    private async Task<bool> WaitAsync()
    {
        if (_acks.Reader.TryPeek(out _) || _work.Reader.TryPeek(out _))
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
        var started = _clock.Time.GetTimestamp();
        try
        {
            // deferred: false is BEGIN IMMEDIATE, so that a later read-to-write upgrade can never fail.
            await using var transaction = _connection.BeginTransaction(deferred: false);
            var session = new DbSession(_connection, transaction, StorageKind.Sqlite, _cache);
            while (group.Count < MaxJobsPerCommit && _clock.Time.GetElapsedTime(started) < MaxTransaction && TryTake(out var job))
            {
                group.Add(job);
                await RunInSavepointAsync(session, job);
            }

            await transaction.CommitAsync();
            LastCommitAt = _clock.Now;
        }
        catch (Exception e)
        {
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
        catch (Exception e) when (e is not SqliteException sqlite || !SqliteErrors.EndsTransaction(sqlite))
        {
            job.Failed(e);
            await session.ExecuteAsync("ROLLBACK TO job");
        }

        await session.ExecuteAsync("RELEASE job");
    }

    private void Fail(List<WriteJob> group, Exception e)
    {
        var sqlite = e as SqliteException;
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
            _acks.Writer.TryComplete();
            _work.Writer.TryComplete();
            _fatal.Stop(reason);
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Commit failed: {Reason}; {Jobs} jobs refused")]
    private partial void LogCommitFailed(string reason, int jobs);
}
