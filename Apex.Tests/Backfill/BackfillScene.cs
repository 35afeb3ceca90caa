using System.Collections.Concurrent;
using System.Globalization;
using Apex.Infrastructure;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Days;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Backfill;

/// <summary>A person in UTC whose ring has a night for every day and answers ten days at once; the clock starts at 2026-05-04 08:00.</summary>
internal sealed class BackfillScene : IAsyncDisposable
{
    public const int DaysPerItem = 10;

    private BackfillScene(Road road, Guid userId) => (Road, UserId) = (road, userId);

    public Road Road { get; }

    public Guid UserId { get; }

    /// <summary>What the vendor was asked for, in order.</summary>
    public ConcurrentQueue<(string First, string Last)> Asked { get; } = new();

    public Backfills Backfills => new(Road.Storage, Road.Clock, Road.Providers, Road.Signal, Road.Feed);

    public static async Task<BackfillScene> OpenAsync(StorageKind kind, PostgresServer postgres)
    {
        var road = await Road.OpenAsync(kind, postgres);
        road.Ring.Backfill = new(DaysPerItem, MaxOnConnectDays: 30, MaxDaysBack: 730);
        var scene = new BackfillScene(road, await road.AddPersonAsync("ann"));
        road.Ring.Fetching = scene.AnswerAsync;
        return scene;
    }

    /// <summary>The night of a day: numbers that differ from day to day, the same whenever asked.</summary>
    public static NormalizedRecord Night(DateOnly day) => TestRecords.Night(day, 6 + (day.DayNumber % 8 / 4.0), 40 + (day.DayNumber * 7 % 31), 48 + (day.DayNumber * 5 % 11));

    public Task<FetchResult> AnswerAsync(FetchRequest request)
    {
        var last = DateOnly.ParseExact(request.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var first = request.FirstDay ?? last;
        Asked.Enqueue((first.ToString("MM-dd", CultureInfo.InvariantCulture), last.ToString("MM-dd", CultureInfo.InvariantCulture)));
        return Task.FromResult<FetchResult>(Road.Ring.Answer([.. Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(i => Night(first.AddDays(i)))]));
    }

    public async Task<BackfillView> RequestAsync(string start = "2026-04-05", string end = "2026-05-04") =>
        Assert.IsType<Outcome<BackfillView>.Done>(await Backfills.RequestAsync(UserId, new("ring", start, end), "key:1")).Value;

    public async Task<BackfillView> ViewAsync(Guid id) => (await Backfills.ListAsync(UserId))!.Single(backfill => backfill.Id == id);

    /// <summary>State, days done, chunks done and failed.</summary>
    public async Task<(string State, int DaysDone, int Done, int Failed)> ProgressAsync(Guid id)
    {
        var view = await ViewAsync(id);
        return (view.State, view.DaysDone, view.ChunksDone, view.ChunksFailed);
    }

    /// <summary>To the instant at which the first chunk is due, and all that is due by then.</summary>
    public Task<int> RunAsync(TimeSpan? after = null)
    {
        Road.Time.Advance(after ?? WorkClass.Penalty(WorkClass.Manual));
        return Road.RunDueAsync();
    }

    public async Task<int> DerivesAsync() => (await Road.AllAsync<RunRow>()).Count(run => run.Provider == DeriveItem.Provider);

    public async Task<List<(DateOnly Day, double? Score, string? Hash)>> ScoresAsync() =>
        [.. (await Road.DaysAsync(UserId)).Select(day => (day.Date, day.RecoveryScore, day.InputsHash))];

    public ValueTask DisposeAsync() => Road.DisposeAsync();
}
