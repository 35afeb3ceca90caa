using Apex.Infrastructure;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Backfill;

/// <summary>Asking and ending, on both databases; the person lives in UTC and today is 2026-05-04.</summary>
public sealed class BackfillRequestTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Request_OverDaysThatAreUnderWay_IsTheSameBackfill(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var first = await scene.RequestAsync("2026-04-20", "2026-05-04");

        var overlapping = await scene.RequestAsync("2026-04-01", "2026-04-20");
        var before = await scene.RequestAsync("2026-04-01", "2026-04-19");
        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => (await scene.RequestAsync("2026-03-01", "2026-03-20")).Id)));

        Assert.Equal(first.Id, overlapping.Id);
        Assert.NotEqual(first.Id, before.Id);
        Assert.Single(ids.Distinct());
        Assert.Equal(3, (await scene.Backfills.ListAsync(scene.UserId))!.Count);
        Assert.Equal(2 + 2 + 2, (await scene.Road.AllAsync<WorkItemRow>()).Count);
    }

    [Theory]
    [InlineData("ring", "2026-05-04", "2026-05-04", "")]
    [InlineData("ring", "2025-05-04", "2026-05-04", "")]
    [InlineData("ring", "2024-05-04", "2024-05-10", "")]
    [InlineData("ring", "2025-05-03", "2026-05-04", "endDate")]
    [InlineData("ring", "2024-05-03", "2024-05-10", "startDate")]
    [InlineData("ring", "2026-05-04", "2026-05-05", "endDate")]
    [InlineData("ring", "2026-05-04", "2026-05-03", "startDate")]
    [InlineData("ring", "4.5.2026", null, "endDate,startDate")]
    [InlineData("watch", "2026-05-04", "2026-05-04", "provider")]
    [InlineData("nobody", "2026-02-30", "2026-05-04", "provider,startDate")]
    [InlineData(null, null, null, "endDate,provider,startDate")]
    public async Task Request_OutOfRange_NamesEachField(string? provider, string? start, string? end, string fields)
    {
        await using var scene = await BackfillScene.OpenAsync(StorageKind.Sqlite, postgres);

        var outcome = await scene.Backfills.RequestAsync(scene.UserId, new(provider, start, end), "key:1");

        Assert.Equal(fields, outcome is Outcome<BackfillView>.Invalid invalid ? string.Join(',', invalid.Problems.ByField.Keys.Order()) : "");
        Assert.Equal(fields.Length == 0, (await scene.Road.AllAsync<WorkItemRow>()).Count > 0);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Cancel_WhileAChunkIsFetched_WritesNothingMoreAndScoresWhatIsThere(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var id = (await scene.RequestAsync()).Id;
        scene.Road.Ring.Fetching = async request =>
        {
            if (request.Day == "2026-04-14")
            {
                Assert.IsType<Outcome<BackfillView>.Done>(await scene.Backfills.CancelAsync(scene.UserId, id, "key:1"));
            }

            return await scene.AnswerAsync(request);
        };

        await scene.RunAsync();

        Assert.Equal(("cancelled", 20, 2, 0), await scene.ProgressAsync(id));
        Assert.Equal(new DateOnly(2026, 4, 15), (await scene.ScoresAsync())[0].Day);
        Assert.Equal(1, await scene.DerivesAsync());
        Assert.Empty(await scene.Road.AllAsync<WorkItemRow>());
        Assert.IsType<Outcome<BackfillView>.Conflict>(await scene.Backfills.CancelAsync(scene.UserId, id, "key:1"));
        Assert.IsType<Outcome<BackfillView>.Missing>(await scene.Backfills.CancelAsync(Guid.NewGuid(), id, "key:1"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task CancelledWorkItem_OfAChunk_CountsAsNotHadAndTheRestGoesOn(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        var id = (await scene.RequestAsync()).Id;
        var item = (await scene.Road.AllAsync<WorkItemRow>()).Single(row => row.Day == "2026-04-24");

        await new WorkItemAdmin(scene.Road.Storage, scene.Road.Clock, scene.Road.Signal, scene.Road.Feed).CancelAsync(item.Id, "key:1");
        await scene.RunAsync();

        Assert.Equal(("failed", 20, 2, 1), await scene.ProgressAsync(id));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Erase_WithABackfillUnderWay_LeavesNothingOfIt(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        await scene.RequestAsync();

        await scene.Road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE users SET erased_at = 1"));
        await ErasedRows.RemoveAsync(scene.Road.Storage, scene.UserId, TestContext.Current.CancellationToken);

        Assert.Empty(await scene.Road.AllAsync<BackfillRow>());
        Assert.Empty(await scene.Road.AllAsync<BackfillChunkRow>());
        Assert.Empty(await scene.Road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task SyncNow_Twice_AsksEachVendorThatCanBeAskedOnce(StorageKind kind)
    {
        await using var scene = await BackfillScene.OpenAsync(kind, postgres);
        scene.Road.Ring.Reconcile = new("reconcile", DaysBefore: 3);
        var sync = new SyncNow(scene.Road.Storage, scene.Road.Clock, scene.Road.Providers, scene.Road.Signal, scene.Road.Feed);

        var first = Assert.IsType<Outcome<SyncStarted>.Done>(await sync.StartAsync(scene.UserId, "key:1")).Value;
        var second = Assert.IsType<Outcome<SyncStarted>.Done>(await sync.StartAsync(scene.UserId, "key:1")).Value;

        var item = await scene.Road.ItemAsync();
        var due = (scene.Road.Clock.Now + WorkClass.Penalty(WorkClass.Manual)).ToUnixTimeMilliseconds();
        Assert.Equal(("ring", "ann", "reconcile", "2026-05-04", "manual", 2L, due), (item.Provider, item.ExternalUserId, item.Family, item.Day, item.Class, item.Wanted, item.DueAt));
        Assert.Equal([new SyncedProvider("ring", item.Id)], first.Asked);
        Assert.Equal(first.Asked, second.Asked);
        Assert.Equal([new SkippedProvider("watch", "only_pushes")], first.Skipped);
        Assert.IsType<Outcome<SyncStarted>.Missing>(await sync.StartAsync(Guid.NewGuid(), "key:1"));
    }
}
