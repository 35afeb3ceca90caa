using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Storage;

public sealed class PostgresWriterTests(PostgresServer postgres)
{
    private const string Insert = "INSERT INTO nodes (id, name, last_seen_at, started_at, version, clean_stop, leases_freed) VALUES (@name, @name, 1, 0, 'x', FALSE, FALSE)";
    private const string Touch = "UPDATE nodes SET last_seen_at = last_seen_at + 1 WHERE name = @name";

    [Fact]
    public async Task Connections_Opened_CommitDurably()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, postgres);

        Assert.Equal("on", await store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ScalarAsync<string>("SHOW synchronous_commit")));
    }

    [Fact]
    public async Task RunAsync_TwoJobsThatDeadlock_BothAreDoneOnce()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, postgres);
        await AddAsync(store, "a");
        await AddAsync(store, "b");
        var (firstHolds, secondHolds) = (new TaskCompletionSource(), new TaskCompletionSource());

        await Task.WhenAll(TouchBothAsync("a", "b", firstHolds, secondHolds.Task), TouchBothAsync("b", "a", secondHolds, firstHolds.Task));

        var seen = await store.Storage.ReadAsync(session => session.QueryAsync("SELECT last_seen_at FROM nodes", reader => reader.GetInt64(0)));
        Assert.Equal([3L, 3L], seen);

        Task TouchBothAsync(string one, string other, TaskCompletionSource mine, Task others) => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync(Touch, ("@name", one));
            mine.TrySetResult();
            await others;
            await session.ExecuteAsync(Touch, ("@name", other));
        });
    }

    [Fact]
    public async Task RunAsync_ConnectionLostInTheMiddle_IsUnavailableAndTheNextJobWorks()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, postgres);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync(Insert, ("@name", "lost"));
            await session.ExecuteAsync("SELECT pg_terminate_backend(pg_backend_pid())");
        }));

        await AddAsync(store, "kept");
        Assert.Equal(["kept"], await NamesAsync(store));
    }

    [Fact]
    public async Task RunAsync_LostBelowEf_IsUnavailable()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, postgres);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            var pid = await session.ScalarAsync<int>("SELECT pg_backend_pid()");
            await store.Storage.ReadAsync(other => other.ScalarAsync<bool>("SELECT pg_terminate_backend(@pid)", ("@pid", pid)));
            await using var context = await ApexStorage.WriteContextAsync(session);
            context.Nodes.Add(new() { Id = "lost", Name = "lost", Version = "x" });
            await context.SaveChangesAsync();
        }));
    }

    [Fact]
    public async Task RunAsync_ReadOnlyServer_IsUnavailable()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, postgres);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync("SET TRANSACTION READ ONLY");
            await session.ExecuteAsync(Insert, ("@name", "refused"));
        }));
    }

    [Fact]
    public async Task Storage_ServerCrashesAndComesBack_KeepsWhatWasPromised()
    {
        await using var server = new PostgresServer();
        await using var store = await TestStorage.OpenAsync(StorageKind.Postgres, server);
        await AddAsync(store, "promised");

        await server.CrashAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => AddAsync(store, "refused"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => NamesAsync(store));

        await server.RestartAsync();
        await Eventually.TrueAsync(() => WorksAsync(store), "the writer works again");
        Assert.Equal(["again", "promised"], await NamesAsync(store));
    }

    private static async Task<bool> WorksAsync(TestStorage store)
    {
        try
        {
            await AddAsync(store, "again");
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    private static Task<int> AddAsync(TestStorage store, string name) => store.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(Insert, ("@name", name)));

    private static Task<List<string>> NamesAsync(TestStorage store) =>
        store.Storage.ReadAsync(session => session.QueryAsync("SELECT name FROM nodes ORDER BY name", reader => reader.GetString(0)));
}
