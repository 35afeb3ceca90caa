using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Days;

public sealed class FreshnessStoreTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_FirstArrival_HasTheInstantsOfItsWay(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        var noticedAt = road.Clock.NowMs;
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        road.Time.Advance(TimeSpan.FromMinutes(3));
        var (synced, updated) = (new DateTimeOffset(2026, 5, 4, 6, 20, 0, TimeSpan.Zero), new DateTimeOffset(2026, 5, 4, 6, 25, 0, TimeSpan.Zero));
        road.Ring.Fetching = _ => Task.FromResult<FetchResult>(
            road.Ring.Answer(TestRecords.Night(Road.Today, 7) with { DeviceSyncedAt = synced, VendorUpdatedAt = updated }));

        await road.RunDueAsync();

        var row = await SleepAsync(road);
        Assert.Equal(
            (Road.Today, WakeMs(Road.Today), synced.ToUnixTimeMilliseconds(), updated.ToUnixTimeMilliseconds(), noticedAt, road.Clock.NowMs, road.Clock.NowMs),
            (row.NewestDay!.Value, row.EventAt, row.DeviceSyncedAt, row.VendorUpdatedAt, row.NotifiedAt, row.ReceivedAt, row.AvailableAt));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite, 0)]
    [InlineData(StorageKind.Sqlite, 12)]
    [InlineData(StorageKind.Postgres, 0)]
    [InlineData(StorageKind.Postgres, 12)]
    public async Task Store_Correction_KeepsTheFirstArrival(StorageKind kind, int wakesLaterMin)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7)));
        var first = await SleepAsync(road);

        road.Time.Advance(TimeSpan.FromHours(5));
        var corrected = TestRecords.Night(Road.Today, 7.25, order: 2);
        var session = corrected.Values.Sleep! with { EndUtc = corrected.Values.Sleep!.EndUtc.AddMinutes(wakesLaterMin) };
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", corrected with { Values = corrected.Values with { Sleep = session } }));

        Assert.Equivalent(first, await SleepAsync(road), strict: true);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_NewerDay_MovesAndOlderDayDoesNot(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-03", TestRecords.Night(Road.Today.AddDays(-1), 7)));
        road.Time.Advance(TimeSpan.FromHours(1));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7)));
        var moved = await SleepAsync(road);
        Assert.Equal((Road.Today, road.Clock.NowMs), (moved.NewestDay!.Value, moved.AvailableAt));

        road.Time.Advance(TimeSpan.FromHours(1));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-01", TestRecords.Night(Road.Today.AddDays(-3), 7)));
        Assert.Equivalent(moved, await SleepAsync(road), strict: true);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_MoreStepsOfTheSameDay_MovesDataThrough(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        foreach (var order in new[] { 1, 2 })
        {
            await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 1000 * order, order: order)));
            var row = Assert.Single(await road.AllAsync<FreshnessRow>(), row => row.Signal == "Steps");
            Assert.Equal((road.Clock.NowMs, road.Clock.NowMs), (row.EventAt, row.AvailableAt));
            road.Time.Advance(TimeSpan.FromHours(1));
        }
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_NewestDayDeleted_FallsBackToTheDayBefore(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        var night = TestRecords.Night(Road.Today, 7);
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-03", TestRecords.Night(Road.Today.AddDays(-1), 7)));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night));

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Deletion(night, order: 2)));

        Assert.Equal(Road.Today.AddDays(-1), (await SleepAsync(road)).NewestDay);
    }

    private static long WakeMs(DateOnly day) => new DateTimeOffset(day, new TimeOnly(6, 0), TimeSpan.Zero).ToUnixTimeMilliseconds();

    private static async Task<FreshnessRow> SleepAsync(Road road) => Assert.Single(await road.AllAsync<FreshnessRow>(), row => row.Signal == "Sleep");
}
