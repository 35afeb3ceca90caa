using Apex.Domain.Metrics;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Days;

public sealed class StoreTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = Road.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_OvertakenAfterItsSnapshot_RedoesAndNobodyLosesAValue(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 7.5, 60, 55)));
        await road.ReceiveAsync(road.Watch, road.Watch.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 9000, source: TestRecords.Watch)));
        var (sleep, steps) = (await road.ClaimOneAsync(road.Ring), await road.ClaimOneAsync(road.Watch));

        // Both have their snapshot before either stores.
        using var barrier = new Barrier(2);
        void Meet() => Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20)), "the other never came");
        var (one, other) = (new MergeHook(road.Time, Meet), new MergeHook(road.Time, Meet));
        await Task.WhenAll(Task.Run(() => road.StoreAsync(sleep, road.Ring, one)), Task.Run(() => road.StoreAsync(steps, road.Watch, other)));

        Assert.Equal(3, one.Snapshots + other.Snapshots);
        var day = await road.DayAsync(user, Day);
        Assert.Equal((7.5, 60, 55, 9000), (day!.SleepDurationHours, day.HrvAvg, day.RhrAvg, day.Steps));
        Assert.Equal(2, day.Revision);
        Assert.Equal(2L, await VersionAsync(road, user));
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_FromASnapshotOlderThanAnotherStore_KeepsBoth(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 7.5)));
        await road.ReceiveAsync(road.Watch, road.Watch.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 9000, source: TestRecords.Watch)));
        var (sleep, steps) = (await road.ClaimOneAsync(road.Ring), await road.ClaimOneAsync(road.Watch));

        var hook = new MergeHook(road.Time, () => Task.Run(() => road.RunAsync(steps)).GetAwaiter().GetResult());
        await road.StoreAsync(sleep, road.Ring, hook);

        var day = await road.DayAsync(user, Day);
        Assert.Equal((7.5, 9000, 2L), (day!.SleepDurationHours, day.Steps, day.Revision));
        Assert.Equal(2, hook.Snapshots);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_TheSameContentAgain_ChangesNothing(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var (night, summary) = (TestRecords.Night(Day, 7.5, 60, 55), TestRecords.DaySummary(Day, 9000));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night), road.Ring.Push("ann", "day", "2026-05-04", summary));
        var before = (await road.DayAsync(user, Day), await road.AllAsync<SourceDayRow>(), await road.AllAsync<FreshnessRow>());

        road.Time.Advance(TimeSpan.FromHours(1));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night, night), road.Ring.Push("ann", "day", "2026-05-04", summary));

        var after = (await road.DayAsync(user, Day), await road.AllAsync<SourceDayRow>(), await road.AllAsync<FreshnessRow>());
        Assert.Equivalent(before, after, strict: true);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_RecordMovedToAnotherDay_RecomputesBoth(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var yesterday = Day.AddDays(-1);
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-03", TestRecords.DaySummary(yesterday, 4000) with { ExternalId = "moving" }));
        await road.PushAsync(road.Watch, road.Watch.Push("ann", "sleep", "2026-05-03", TestRecords.Night(yesterday, 7, source: TestRecords.Watch)));

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 4100, order: 2) with { ExternalId = "moving" }));

        Assert.Equal([(yesterday, 7.0, null), (Day, null, 4100)], (await road.DaysAsync(user)).Select(row => (row.Date, row.SleepDurationHours, row.Steps)));
        Assert.Equal([(Day, "oura")], (await road.AllAsync<SourceDayRow>()).Where(row => row.SignalGroup == "Steps").Select(row => (row.Date, row.Source)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_Deleted_LeavesATombstoneThatBlocksOlderCopies(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var night = TestRecords.Night(Day, 7.5, 60, 55, order: 5);
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Deletion(night, order: 10)));

        var day = await road.DayAsync(user, Day);
        Assert.Equal((null, null, null, null), (day!.SleepDurationHours, day.HrvAvg, day.RecoveryScore, day.WearableSource));
        Assert.True(Assert.Single(await road.AllAsync<SourceRecordRow>()).Deleted);
        Assert.Empty(await road.AllAsync<SourceDayRow>());

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night with { OrderAtMs = 9 }));
        Assert.Null((await road.DayAsync(user, Day))!.SleepDurationHours);

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", night with { OrderAtMs = 11 }));
        Assert.Equal(7.5, (await road.DayAsync(user, Day))!.SleepDurationHours);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_DeletionOfWhatWasNeverSeen_KeepsTheDaysAroundIt(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        for (var back = 0; back < 5; back++)
        {
            var night = TestRecords.Night(Day.AddDays(-back), 7 + (back * 0.1), 60 + back, 55);
            await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", night.Day!.Value.ToString("O", null), night, TestRecords.DaySummary(night.Day!.Value, 1000 + back)));
        }

        await road.SettleAllAsync();
        var before = await road.DaysAsync(user);
        await road.PushAsync(
            road.Ring,
            road.Ring.Push("ann", "sleep", "2026-05-02", TestRecords.Deletion(TestRecords.Night(Day, 7, id: "unknown"), order: 10), TestRecords.Night(Day.AddDays(-2), 7.2, 62, 55)));

        Assert.Equivalent(before, await road.DaysAsync(user), strict: true);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_TentativeThenFinalThenTentativeLate_EndsFinal(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 6, order: 10, id: "n", final: false)));
        Assert.Equal((6.0, true), Sleep(await road.DayAsync(user, Day)));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 7, order: 5, id: "n")));
        Assert.Equal((7.0, false), Sleep(await road.DayAsync(user, Day)));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 6.5, order: 20, id: "n", final: false)));
        Assert.Equal((7.0, false), Sleep(await road.DayAsync(user, Day)));

        static (double?, bool) Sleep(DailyMetricsRow? row) => (row!.SleepDurationHours, row.IsProvisionalSleep);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_OlderVersionLate_ReplacesNothing(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 9000, order: 20)));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 4000, order: 10)));

        var day = await road.DayAsync(user, Day);
        Assert.Equal((9000, 1L), (day!.Steps, day.Revision));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_ContentsABA_EndsAsA(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        // No update instant of the vendor's: first receipt orders, and the message's number where two came in one moment.
        foreach (var steps in new[] { 4000, 5000, 4000 })
        {
            await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, steps, order: road.Clock.NowMs)));
        }

        Assert.Equal(4000, (await road.DayAsync(user, Day))!.Steps);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_SleepFirstAndHrvTenMinutesLaterThenACorrection_IsOneMergedRow(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var hrv = new NormalizedRecord
        {
            Source = TestRecords.Watch,
            Type = Apex.Domain.Records.RecordType.Hrv,
            ExternalId = "hrv",
            Day = Day,
            OrderAtMs = 1,
            Values = new() { HrvMs = 61, HrvKind = HrvKind.RmssdNight },
        };

        await road.PushAsync(road.Watch, road.Watch.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 7, order: 1, source: TestRecords.Watch)));
        road.Time.Advance(TimeSpan.FromMinutes(10));
        await road.PushAsync(road.Watch, road.Watch.Push("ann", "hrv", "2026-05-04", hrv));
        await road.PushAsync(road.Watch, road.Watch.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Day, 6.5, order: 2, source: TestRecords.Watch)));

        var day = Assert.Single(await road.DaysAsync(user));
        Assert.Equal((6.5, 61, "garmin", 3L), (day.SleepDurationHours, day.HrvAvg, day.WearableSource, day.Revision));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Store_HostileIdOfARecord_IsOneRecordStill(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        const string id = "a\0b\uDC00";

        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 9000, order: 20) with { ExternalId = id }));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Day, 4000, order: 10) with { ExternalId = id }));

        Assert.Equal("a\uFFFDb\uFFFD", Assert.Single(await road.AllAsync<SourceRecordRow>()).ExternalId);
        Assert.Equal(9000, (await road.DayAsync(user, Day))!.Steps);
    }

    private static Task<long> VersionAsync(Road road, Guid user) =>
        road.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT data_version FROM users WHERE id = @id", ("@id", user)));
}
