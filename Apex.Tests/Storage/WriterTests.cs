using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Storage;

/// <summary>What <see cref="Writer"/> promises on both databases.</summary>
public sealed class WriterTests(PostgresServer postgres)
{
    private const string Insert = "INSERT INTO nodes (id, name, last_seen_at, started_at, version, clean_stop, leases_freed) VALUES (@name, @name, @at, 0, 'x', FALSE, FALSE)";

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AJobThatFails_LosesOnlyItsOwnWrites(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);

        var jobs = await HeldTogetherAsync(store, () =>
        [
            AddAsync(store, "first"),
            FailAfterAsync(store, "second"),
            AddAsync(store, "third"),
        ]);

        await jobs[0];
        await Assert.ThrowsAsync<InvalidOperationException>(() => jobs[1]);
        await jobs[2];
        Assert.Equal(["first", "third"], await NamesAsync(store));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AJobThatFailsBeforeItsFlush_LeavesNothingToTheNext(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);

        var jobs = await HeldTogetherAsync(store, () =>
        [
            store.Storage.Writer.RunAsync(WriteLane.Work, session =>
            {
                session.Enqueue(Insert, ("@name", "of the failed job"), ("@at", 1L));
                throw new InvalidOperationException("before flush");
            }),
            store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
            {
                session.Enqueue(Insert, ("@name", "of the good job"), ("@at", 1L));
                await session.FlushAsync();
            }),
        ]);

        await Assert.ThrowsAsync<InvalidOperationException>(() => jobs[0]);
        await jobs[1];
        Assert.Equal(["of the good job"], await NamesAsync(store));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_TheSameStatementWithNullThenValue_BindsEach(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var user = Guid.CreateVersion7();
        const string sql = "INSERT INTO users (id, external_id, display_name, time_zone, sleep_need_hours, preferences, data_version, created_at, erased_at) "
            + "VALUES (@id, @external, 'n', 'Etc/UTC', @need, @preferences, 0, 0, @erased)";

        await store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync(sql, ("@id", Guid.CreateVersion7()), ("@external", null), ("@need", 7.5), ("@preferences", null), ("@erased", null));
            await session.ExecuteAsync(sql, ("@id", user), ("@external", "e"), ("@need", 8.25), ("@preferences", "{}"), ("@erased", 5L));
            await session.ExecuteAsync(sql, ("@id", Guid.CreateVersion7()), ("@external", null), ("@need", 9d), ("@preferences", null), ("@erased", null));
        });

        await using var context = store.Storage.OpenReadContext();
        var rows = context.Users.OrderBy(row => row.SleepNeedHours).ToList();
        Assert.Equal([(null, null, null), ("e", "{}", 5L), (null, null, null)], rows.Select(row => (row.ExternalId, row.Preferences, row.ErasedAt)));
        Assert.Equal(user, rows[1].Id);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_ThroughEf_SavesWithTheJob(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);

        await store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await using var context = await ApexStorage.WriteContextAsync(session);
            context.Users.Add(new UserRow { Id = Guid.CreateVersion7(), DisplayName = "kept", TimeZone = "Etc/UTC" });
            await context.SaveChangesAsync();
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await using var context = await ApexStorage.WriteContextAsync(session);
            context.Users.Add(new UserRow { Id = Guid.CreateVersion7(), DisplayName = "dropped", TimeZone = "Etc/UTC" });
            await context.SaveChangesAsync();
            throw new InvalidOperationException("after saving");
        }));

        await using var read = store.Storage.OpenReadContext();
        Assert.Equal(["kept"], read.Users.Select(row => row.DisplayName).ToList());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_JobsOfManyThreads_AllAreCommittedOnce(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);

        await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() => AddAsync(store, $"n{i:000}", i % 3 == 0 ? WriteLane.Ack : WriteLane.Work))));

        Assert.Equal(Enumerable.Range(0, 400).Select(i => $"n{i:000}"), await NamesAsync(store));
    }

    /// <summary>On SQLite the jobs end up in one commit: they queue behind one that is held.</summary>
    private static async Task<Task[]> HeldTogetherAsync(TestStorage store, Func<Task[]> start)
    {
        var held = new TaskCompletionSource();
        var first = store.Storage.Writer.RunAsync(WriteLane.Ack, _ => held.Task);
        var jobs = start();
        held.SetResult();
        await first;
        return jobs;
    }

    private static Task<int> AddAsync(TestStorage store, string name, WriteLane lane = WriteLane.Work) =>
        store.Storage.Writer.RunAsync(lane, session => session.ExecuteAsync(Insert, ("@name", name), ("@at", 1L)));

    private static Task FailAfterAsync(TestStorage store, string name) => store.Storage.Writer.RunAsync(WriteLane.Work, async session =>
    {
        await session.ExecuteAsync(Insert, ("@name", name), ("@at", 1L));
        throw new InvalidOperationException("after writing");
    });

    private static Task<List<string>> NamesAsync(TestStorage store) =>
        store.Storage.ReadAsync(session => session.QueryAsync("SELECT name FROM nodes ORDER BY name", reader => reader.GetString(0)));
}
