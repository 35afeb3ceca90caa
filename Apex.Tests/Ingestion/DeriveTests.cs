using Apex.Infrastructure.Days;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Ingestion;

/// <summary>Re-scoring that fails whenever it is tried: a dead letter in the end, and nobody else's waits for it.</summary>
public sealed class DeriveTests(PostgresServer postgres)
{
    private readonly Dictionary<string, Guid> _users = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_ThatAlwaysFails_IsBuriedAfterThreeTriesAndHoldsNobodyUp(StorageKind kind)
    {
        await using var road = await PoisonedAsync(kind);

        Assert.Equal(2, await road.RunDueAsync());

        // The other person's went through at the first look.
        var item = await road.ItemAsync();
        Assert.Equal((PersonOf(item), 1, 0, "retry"), ("ann", item.Tries, item.LostLeases, item.WaitReason));
        for (var tried = 1; tried < 3; tried++)
        {
            Assert.Equal(tried, (await road.ItemAsync()).Tries);
            road.Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(1, await road.RunDueAsync());
        }

        Assert.Empty(await road.AllAsync<WorkItemRow>());
        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("apex", "derive", "derive", "exception_JsonException", 3, "open"), (letter.Provider, letter.Family, letter.Stage, letter.Error, letter.Tries, letter.State));
        Assert.Equal(_users["ann"], letter.UserId);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Replay_OfABuriedRun_ScoresTheDaysOnceItCan(StorageKind kind)
    {
        await using var road = await PoisonedAsync(kind);
        for (var tried = 0; tried < 3; tried++)
        {
            await road.RunDueAsync();
            road.Time.Advance(TimeSpan.FromHours(1));
        }

        await SetPreferencesAsync(road, null);
        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        var replay = new DeadLetterReplay(road.Storage, road.Clock, road.Providers, road.Signal);
        Assert.IsType<Apex.Infrastructure.Outcome<DeadLetterView>.Done>(await replay.RunAsync(letter.Id, "somebody"));
        Assert.Equal(1, await road.RunDueAsync());

        Assert.Equal("replayed", Assert.Single(await road.AllAsync<DeadLetterRow>()).State);
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Equal(2, (await road.AllAsync<RunRow>()).Count(run => run.Provider == DeriveItem.Provider && run.Outcome is "stored" or "unchanged"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_ThatKillsItsWorker_IsBuriedAtTheFifthLostLease(StorageKind kind)
    {
        await using var road = await PoisonedAsync(kind);
        for (var lost = 0; lost < 5; lost++)
        {
            foreach (var item in await road.Queue.ClaimAsync(DeriveItem.Provider, Lanes.Data, 2, new Dictionary<string, int>(), 1))
            {
                await (item.ExternalUserId == _users["bea"].ToString() ? road.RunAsync(item) : Task.CompletedTask);
            }

            road.Time.Advance(WorkQueue.Lease);
        }

        Assert.Equal(1, await road.RunDueAsync());

        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("derive", "worker_died", "open"), (letter.Stage, letter.Error, letter.State));
    }

    private string PersonOf(WorkItemRow item) => _users.Single(pair => pair.Value == Guid.Parse(item.ExternalUserId)).Key;

    /// <summary>Ann's and Bea's later days are to be scored anew; what is stored of Ann cannot be read.</summary>
    private async Task<Road> PoisonedAsync(StorageKind kind)
    {
        var road = await Road.OpenAsync(kind, postgres);
        foreach (var person in new[] { "ann", "bea" })
        {
            _users[person] = await road.AddPersonAsync(person);
            await road.PushAsync(road.Ring, road.Ring.Push(person, "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5, hrvMs: 50)));
            await road.PushAsync(road.Ring, road.Ring.Push(person, "sleep", "2026-05-03", TestRecords.Night(Road.Today.AddDays(-1), 7.5, hrvMs: 60)));
        }

        Assert.Equal(2, (await road.AllAsync<WorkItemRow>()).Count(item => item.Provider == DeriveItem.Provider));
        await SetPreferencesAsync(road, "{");
        road.Time.Advance(TimeSpan.FromSeconds(1));
        return road;
    }

    private Task<int> SetPreferencesAsync(Road road, string? json) => road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
        "UPDATE users SET preferences = @json WHERE id = @user", ("@json", json), ("@user", _users["ann"])));
}
