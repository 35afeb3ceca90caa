using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Backfill;

/// <summary>Thirty days of a scripted ring, ten at once: what is asked, in which order, how it is counted, and what the days are at the end.</summary>
public sealed class BackfillRoadTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_OnAnIdleHub_TakesTheNewestDaysFirstAndScoresOnceAtTheEnd(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var id = (await scene.RequestAsync()).Id;

        Assert.Equal(("planned", 0, 0, 0), await scene.ProgressAsync(id));
        Assert.Equal(0, await scene.Road.RunDueAsync());
        Assert.Equal(4, await scene.RunAsync()); // three chunks and one re-scoring

        Assert.Equal([("04-25", "05-04"), ("04-15", "04-24"), ("04-05", "04-14")], scene.Asked);
        Assert.Equal(("done", 30, 3, 0), await scene.ProgressAsync(id));
        Assert.Equal(scene.Road.Clock.Now, (await scene.ViewAsync(id)).FinishedAt);
        Assert.Equal(1, await scene.DerivesAsync());
        Assert.Equal(30, (await scene.ScoresAsync()).Count(day => day.Day >= new DateOnly(2026, 4, 5)));
        Assert.Empty(await scene.Road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_Backwards_EndsInTheDaysThatPushesInOrderGive(StorageKind kind)
    {
        await using var inOrder = await BackfillScene.OpenAsync(kind, postgres);
        for (var day = new DateOnly(2026, 4, 5); day <= Road.Today; day = day.AddDays(1))
        {
            await inOrder.Road.PushAsync(inOrder.Road.Ring, inOrder.Road.Ring.Push("ann", "sleep", day.ToString("O", null), BackfillScene.Night(day)));
        }

        await inOrder.Road.SettleAllAsync();
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        await scene.RequestAsync();
        await scene.RunAsync();

        Assert.Equal(await inOrder.ScoresAsync(), await scene.ScoresAsync());
        Assert.Contains(await scene.ScoresAsync(), day => day.Score is not null);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_TheSameTwice_ChangesNothingTheSecondTime(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        await scene.RequestAsync();
        await scene.RunAsync();
        var before = await StateAsync(scene);

        var again = await scene.RequestAsync();
        await scene.RunAsync();

        Assert.Equal(("done", 30, 3, 0), await scene.ProgressAsync(again.Id));
        Assert.Equal(before, await StateAsync(scene));
        Assert.Equal(1, await scene.DerivesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_QuotaIsDeniedMidway_KeepsItsPlaceAndScoresWhatIsThere(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var retryAt = scene.Road.Clock.Now.AddMinutes(15);
        scene.Road.Ring.Fetching = request => request.Day != "2026-04-14" || scene.Road.Clock.Now >= retryAt
            ? scene.AnswerAsync(request)
            : Task.FromResult<FetchResult>(new FetchResult.NoQuota(retryAt));
        var id = (await scene.RequestAsync()).Id;
        await scene.RunAsync();

        Assert.Equal(("running", 20, 2, 0), await scene.ProgressAsync(id));
        Assert.All(await scene.Road.AllAsync<ConnectionRow>(), connection => Assert.Null(connection.DataDelayedSince)); // today's data is not late
        Assert.Equal(0, await scene.DerivesAsync());
        await scene.RunAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await scene.DerivesAsync()); // an end that is far away is not waited for

        await scene.RunAsync(TimeSpan.FromMinutes(15));

        Assert.Equal([("04-25", "05-04"), ("04-15", "04-24"), ("04-05", "04-14")], scene.Asked);
        Assert.Equal(("done", 30, 3, 0), await scene.ProgressAsync(id));
        Assert.Equal(2, await scene.DerivesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_AChunksWorkerDies_AnotherDoesItAndItCountsOnce(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var id = (await scene.RequestAsync()).Id;
        scene.Road.Time.Advance(WorkClass.Penalty(WorkClass.Manual));
        var lost = await scene.Road.ClaimOneAsync(scene.Road.Ring, Lanes.Fetch);

        await scene.RunAsync(WorkQueue.Lease);
        await scene.Road.RunAsync(lost); // it was not dead after all: its fence is old

        Assert.Equal(("done", 30, 3, 0), await scene.ProgressAsync(id));
        Assert.Equal(1, await scene.DerivesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_ChunksThatEndAtOnce_AreAllCounted(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        scene.Road.Ring.Backfill = new(DaysPerItem: 1, MaxOnConnectDays: 30, MaxDaysBack: 730);
        scene.Road.Ring.Fetching = _ => Task.FromResult<FetchResult>(new FetchResult.Fetched([])); // nothing to store, so nothing else that makes them wait for each other
        var id = (await scene.RequestAsync()).Id;
        scene.Road.Time.Advance(WorkClass.Penalty(WorkClass.Backfill) + TimeSpan.FromSeconds(1));

        var items = await scene.Road.ClaimAsync(scene.Road.Ring, Lanes.Fetch, count: 30);
        Assert.Equal(30, items.Count);
        await Task.WhenAll(items.Select(item => Task.Run(() => scene.Road.RunAsync(item))));

        Assert.Equal(("done", 30, 30, 0), await scene.ProgressAsync(id));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_OtherWorkIsDue_TheNextChunkKeepsItsPlaceBehindIt(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        await scene.Road.AddPersonAsync("bob");
        await scene.RequestAsync();
        var due = scene.Road.Clock.Now + WorkClass.Penalty(WorkClass.Backfill);
        scene.Road.Time.Advance(WorkClass.Penalty(WorkClass.Manual));
        var chunk = await scene.Road.ClaimOneAsync(scene.Road.Ring, Lanes.Fetch);
        await scene.Road.ReceiveAsync(scene.Road.Ring, scene.Road.Ring.Notice("bob", "sleep", "2026-05-04"));

        await scene.Road.RunAsync(chunk);

        var left = (await scene.Road.AllAsync<WorkItemRow>()).Where(item => item.Family == "backfill").OrderBy(item => item.DueAt);
        Assert.Equal(
            [("2026-04-24", due.AddMilliseconds(1).ToUnixTimeMilliseconds()), ("2026-04-14", due.AddMilliseconds(2).ToUnixTimeMilliseconds())],
            left.Select(item => (item.Day, item.DueAt)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_AChunkCannotBeHad_EndsFailedAndItsReplayMendsThat(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        scene.Road.Ring.Fetching = request => request.Day == "2026-04-24" ? Task.FromResult<FetchResult>(new FetchResult.Broken("http_400", [])) : scene.AnswerAsync(request);
        var id = (await scene.RequestAsync()).Id;
        await scene.RunAsync();
        Assert.Equal(("failed", 20, 2, 1), await scene.ProgressAsync(id));
        Assert.Equal(1, await scene.DerivesAsync());

        scene.Road.Ring.Fetching = scene.AnswerAsync;
        var letter = Assert.Single(await scene.Road.AllAsync<DeadLetterRow>());
        await new DeadLetterReplay(scene.Road.Storage, scene.Road.Clock, scene.Road.Providers, scene.Road.Signal).RunAsync(letter.Id, "key:1");
        await scene.RunAsync(TimeSpan.Zero);

        Assert.Equal(("done", 30, 3, 0), await scene.ProgressAsync(id));
        Assert.Equal(("04-15", "04-24"), scene.Asked.Last());
        Assert.Equal(2, await scene.DerivesAsync());
    }

    private static async Task<List<(DateOnly, long, long)>> StateAsync(BackfillScene scene)
    {
        var version = await scene.Road.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT data_version FROM users WHERE id = @id", ("@id", scene.UserId)));
        return [.. (await scene.Road.DaysAsync(scene.UserId)).Select(day => (day.Date, day.Revision, version))];
    }
}
