using Apex.Infrastructure.Polling;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Polling;

/// <summary>People in UTC, woken at 07:00 as far as anybody knows: the gap check is due from 08:50, jitter at most five minutes. The clock starts at 08:00.</summary>
public sealed class PollPlannerTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset _midnight = new(2026, 5, 4, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_NightOfAPushingVendorIsMissing_AsksOncePerCheck(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        await road.AddPersonAsync("ann");
        var planner = Planner(road);

        Assert.Empty(await SleepItemsAsync(road, planner, _midnight.AddHours(8.8)));
        Assert.Equal([("ann", "sleep", "2026-05-04", "gap_check", 1L)], await SleepItemsAsync(road, planner, _midnight.AddHours(9)));
        Assert.Equal([("ann", "sleep", "2026-05-04", "gap_check", 1L)], await SleepItemsAsync(road, planner, _midnight.AddHours(9.5)));
        Assert.Equal([("ann", "sleep", "2026-05-04", "gap_check", 2L)], await SleepItemsAsync(road, planner, _midnight.AddHours(10.2)));
        Assert.Equal([("ann", "sleep", "2026-05-04", "gap_check", 2L)], await SleepItemsAsync(road, planner, _midnight.AddHours(16)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_NightIsStored_AsksNothing(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));
        await road.RunDueAsync();

        Assert.Empty(await SleepItemsAsync(road, Planner(road), _midnight.AddHours(11)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_EnoughMornings_KeepsThePersonsUsualWake(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        var ann = await road.AddPersonAsync("ann");
        for (var back = 1; back <= 5; back++)
        {
            var day = Road.Today.AddDays(-back);
            await road.ReceiveAsync(road.Watch, road.Watch.Push("ann", "sleep", day.ToString("yyyy-MM-dd", null), TestRecords.Night(day, 7.5)));
        }

        await road.RunDueAsync();
        await Planner(road).RunAsync(Ct);

        var wakes = await road.Storage.ReadAsync(session => session.QueryAsync(
            "SELECT wake_at FROM daily_metrics WHERE user_id = @user", reader => (int)(reader.GetInt64(0) / 60_000 % 1440), ("@user", ann)));
        var usual = await road.Storage.ReadAsync(session => session.QueryAsync(
            "SELECT usual_wake_weekday, usual_wake_weekend FROM users WHERE id = @user", reader => (reader.GetInt32(0), reader.GetInt32(1)), ("@user", ann)));
        Assert.Equal(5, wakes.Count);
        Assert.Equal([(Assert.Single(wakes.Distinct()), wakes[0])], usual);
    }

    // Two nodes, or the same job started twice: what one has taken the other does not take again.
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_TwoPlannersAtOnce_LeaveOneItemPerPerson(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        for (var i = 0; i < 250; i++)
        {
            await road.AddPersonAsync($"p{i:D3}");
        }

        road.Time.Advance(_midnight.AddHours(9) - road.Clock.Now);
        await Task.WhenAll(Task.Run(() => Planner(road).RunAsync(Ct)), Task.Run(() => Planner(road).RunAsync(Ct)));

        var items = await ItemsAsync(road);
        Assert.Equal(250, items.Count(item => item.Family == "sleep"));
        Assert.Equal(0, await road.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM connections WHERE poll_due_at <= @now", ("@now", road.Clock.NowMs))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_SignedOutOrNeverAsked_MakesNoWork(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        await road.AddPersonAsync("ann");
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE connections SET status = 'reauth_needed'"));
        await road.AddPersonAsync("bea");
        road.Ring.Polls = null;

        Assert.Empty(await SleepItemsAsync(road, Planner(road), _midnight.AddHours(9)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunAsync_AWeekMinuteByMinuteQuarter_ReconcilesEachDayOnce(StorageKind kind)
    {
        await using var road = await OpenAsync(kind);
        await road.AddPersonAsync("ann");
        var planner = Planner(road);
        for (var now = _midnight; now < _midnight.AddDays(7); now = now.AddMinutes(15))
        {
            await SleepItemsAsync(road, planner, now);
        }

        var reconciles = (await ItemsAsync(road)).Where(item => item.Family == "reconcile").ToList();
        Assert.InRange(reconciles.Count, 6, 7);
        Assert.All(reconciles, item => Assert.Equal(("poll", 1L), (item.Class, item.Wanted)));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private async Task<Road> OpenAsync(StorageKind kind)
    {
        var road = await Road.OpenAsync(kind, postgres);
        (road.Ring.Polls, road.Ring.Reconcile) = (new PollFamilies("sleep", "activity", MaxSleepCalls: 2), new ReconcileQuestion("reconcile", DaysBefore: 3));
        return road;
    }

    private static PollPlanner Planner(Road road) => new(road.Storage, road.Clock, new ProviderRegistry([road.Ring, road.Watch]), new WorkSignal());

    private static async Task<List<(string Person, string Family, string Day, string Class, long Wanted)>> SleepItemsAsync(Road road, PollPlanner planner, DateTimeOffset at)
    {
        if (at > road.Clock.Now)
        {
            road.Time.Advance(at - road.Clock.Now);
        }

        await planner.RunAsync(Ct);
        return [.. (await ItemsAsync(road)).Where(item => item.Family == "sleep")];
    }

    private static Task<List<(string Person, string Family, string Day, string Class, long Wanted)>> ItemsAsync(Road road) => road.Storage.ReadAsync(session => session.QueryAsync(
        "SELECT external_user_id, family, day, class, wanted FROM work_items WHERE lane = 'fetch' ORDER BY external_user_id, family, day",
        reader => (reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4))));
}
