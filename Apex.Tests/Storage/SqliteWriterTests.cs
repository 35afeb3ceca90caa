using System.Data.Common;
using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Storage;

public sealed class SqliteWriterTests : IAsyncDisposable
{
    private const int SqliteIoError = 10;
    private const string Insert = "INSERT INTO nodes (id, name, last_seen_at, started_at, version, clean_stop, leases_freed) VALUES (@name, @name, 1, 0, @version, FALSE, FALSE)";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("apex-sqlite-");
    private readonly FatalStorage _fatal = new();
    private readonly ApexStorage _storage;

    public SqliteWriterTests() =>
        _storage = new ApexStorage(new StorageOptions(StorageKind.Sqlite, _directory.FullName, null), new ApexClock(new ManualTime()), _fatal, NullLoggerFactory.Instance);

    [Fact]
    public async Task Library_Bundled_HasNoWalResetBug()
    {
        await OpenAsync();

        var version = await _storage.ReadAsync(session => session.ScalarAsync<string>("SELECT sqlite_version()"));

        Assert.True(Version.Parse(version!) > new Version(3, 51, 2), version);
    }

    [Fact]
    public async Task Writer_Opened_IsDurableAndLeavesCheckpointsToItsKeeper()
    {
        await OpenAsync();

        var settings = await _storage.Writer.RunAsync(WriteLane.Work, async session => (
            await session.ScalarAsync<string>("PRAGMA journal_mode"), await session.ScalarAsync<long>("PRAGMA synchronous"), await session.ScalarAsync<long>("PRAGMA wal_autocheckpoint")));

        Assert.Equal(("wal", 2L, 0L), settings);
    }

    [Fact]
    public async Task Readers_ThatTryToWrite_AreRefused()
    {
        await OpenAsync();

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => _storage.ReadAsync(session => session.ExecuteAsync(Insert, ("@name", "x"), ("@version", "x"))));

        Assert.Equal(8, Assert.IsType<SqliteException>(refused.InnerException ?? refused).SqliteErrorCode);
    }

    [Fact]
    public async Task RunAsync_AcksAndWorkWaiting_AcksRunFirst()
    {
        await OpenAsync();
        var order = new List<string>();
        var held = new TaskCompletionSource();
        var first = _storage.Writer.RunAsync(WriteLane.Work, _ => held.Task);
        var work = _storage.Writer.RunAsync(WriteLane.Work, _ => Note(order, "work"));
        var ack = _storage.Writer.RunAsync(WriteLane.Ack, _ => Note(order, "ack"));

        held.SetResult();
        await Task.WhenAll(first, work, ack);

        Assert.Equal(["ack", "work"], order);
    }

    [Fact]
    public async Task RunAsync_AJobOfAGroupStillRunning_IsNotReportedDone()
    {
        await OpenAsync();
        var entered = new TaskCompletionSource();
        var (gate, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = _storage.Writer.RunAsync(WriteLane.Work, _ => gate.Task);
        var done = _storage.Writer.RunAsync(WriteLane.Work, _ => Task.CompletedTask);
        var running = _storage.Writer.RunAsync(WriteLane.Work, _ =>
        {
            entered.SetResult();
            return second.Task;
        });

        gate.SetResult();
        await entered.Task;
        Assert.False(done.IsCompleted, "reported before the commit");

        second.SetResult();
        await Task.WhenAll(holder, done, running);
    }

    [Fact]
    public async Task RunAsync_DiskFull_RefusesTheWholeGroupAndWorksAgainWhenThereIsSpace()
    {
        await OpenAsync();
        await PragmaAsync("PRAGMA max_page_count=1");
        var held = new TaskCompletionSource();
        var holder = _storage.Writer.RunAsync(WriteLane.Work, _ => held.Task);
        var small = _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", "small"), ("@version", "x")));
        var large = _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", "large"), ("@version", new string('x', 100_000))));
        held.SetResult();

        foreach (var job in new Task[] { holder, small, large })
        {
            Assert.Equal("disk_full", (await Assert.ThrowsAsync<StorageUnavailableException>(() => job)).Message);
        }

        await PragmaAsync("PRAGMA max_page_count=1000000");
        await _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", "after"), ("@version", new string('x', 100_000))));
        Assert.Equal(["after"], await NamesAsync());
        Assert.False(_fatal.Stopped.IsCompleted, "a full disk ends nothing");
    }

    [Fact]
    public async Task RunAsync_DiskFullBelowEf_RefusesAsUnavailable()
    {
        await OpenAsync();
        await PragmaAsync("PRAGMA max_page_count=1");

        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await using var context = await ApexStorage.WriteContextAsync(session);
            context.Nodes.Add(new() { Id = "n", Name = "n", Version = new string('x', 100_000) });
            await context.SaveChangesAsync();
        }));

        Assert.Equal("disk_full", failure.Message);
    }

    [Fact]
    public async Task RunAsync_ReadOnlyDatabase_RefusesAndComesBack()
    {
        await OpenAsync();
        var connection = await _storage.Writer.RunAsync(WriteLane.Work, session => Task.FromResult(session.Connection));
        Pragma(connection, "PRAGMA query_only=1");

        var refused = _storage.Writer.RunAsync(WriteLane.Ack, session => session.ExecuteAsync(Insert, ("@name", "refused"), ("@version", "x")));
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => refused.WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("read_only", failure.Message);

        Pragma(connection, "PRAGMA query_only=0");
        await _storage.Writer.RunAsync(WriteLane.Ack, session => session.ExecuteAsync(Insert, ("@name", "kept"), ("@version", "x")));
        Assert.Equal(["kept"], await NamesAsync());
    }

    [Fact]
    public async Task RunAsync_IoError_StopsTheHostAndNothingMoreIsPromised()
    {
        await OpenAsync();
        var held = new TaskCompletionSource();
        var failing = _storage.Writer.RunAsync(WriteLane.Ack, async _ =>
        {
            await held.Task;
            throw new SqliteException("disk I/O error", SqliteIoError);
        });

        // More than one group can hold, so that some wait while the disk fails.
        var waiting = Enumerable.Range(0, 300)
            .Select(i => _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", $"w{i}"), ("@version", "x")))).ToList();
        held.SetResult();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => failing);
        foreach (var job in waiting)
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => job.WaitAsync(TimeSpan.FromSeconds(10)));
        }

        Assert.Equal("io_error", await _fatal.Stopped);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _storage.Writer.RunAsync(WriteLane.Ack, _ => Task.CompletedTask));
    }

    [Fact]
    public async Task DisposeAsync_JobsWaiting_CompletesThem()
    {
        await OpenAsync();
        var held = new TaskCompletionSource();
        var first = _storage.Writer.RunAsync(WriteLane.Work, _ => held.Task);
        var waiting = Enumerable.Range(0, 50)
            .Select(i => _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", $"w{i:00}"), ("@version", "x")))).ToList();

        var disposing = _storage.DisposeAsync();
        held.SetResult();
        await disposing;

        await Task.WhenAll([first, .. waiting]).WaitAsync(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => _storage.Writer.RunAsync(WriteLane.Work, _ => Task.CompletedTask));
        await _storage.OpenAsync(CancellationToken.None);
        Assert.Equal(50, (await NamesAsync()).Count);
    }

    [Fact]
    public async Task Database_WrittenReadAndCheckpointedAtOnce_StaysWhole()
    {
        await OpenAsync();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await _storage.ReadAsync(session => session.ScalarAsync<long>("SELECT sum(length(version)) FROM nodes"));
            }
        })).ToList();
        var checkpoints = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                // An empty commit on an idle writer is when it checkpoints.
                await _storage.Writer.RunAsync(WriteLane.Work, _ => Task.CompletedTask);
            }
        });

        // 40 MiB through the log: passive checkpoints at 16, a truncating one when idle.
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await _storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", $"{writer}-{i}"), ("@version", new string('x', 200_000))));
            }
        })));
        await stop.CancelAsync();
        await Task.WhenAll([.. readers, checkpoints]);

        Assert.Equal("ok", await _storage.ReadAsync(session => session.ScalarAsync<string>("PRAGMA integrity_check")));
        Assert.Equal(200, (await NamesAsync()).Count);
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private Task OpenAsync() => _storage.OpenAsync(CancellationToken.None);

    private static Task Note(List<string> order, string name)
    {
        order.Add(name);
        return Task.CompletedTask;
    }

    private Task<long> PragmaAsync(string pragma) => _storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<long>(pragma));

    private static void Pragma(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Task<List<string>> NamesAsync() =>
        _storage.ReadAsync(session => session.QueryAsync("SELECT name FROM nodes ORDER BY name", reader => reader.GetString(0)));
}
