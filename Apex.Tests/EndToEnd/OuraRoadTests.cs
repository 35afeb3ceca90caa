using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Signed notification, durable inbox, fetch over HTTP, normalize, merge, store: what the simulated ring measured is what the day says.</summary>
public sealed class OuraRoadTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Notification_OfANight_BecomesTheDayTheRingMeasured(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        var night = scene.Person.PlannedNight(Day) with { RmssdMs = 57, LowestHeartRateBpm = 49 };
        scene.Person.SetNight(Day, night);

        Assert.Equal(200, await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day));

        var stored = await scene.SettledDayAsync(Day);
        Assert.Equal((57.0, 49.0, "oura"), (stored.HrvMs, stored.RestingHrBpm, stored.Source));
        Assert.Equal(Math.Round(night.AsleepSeconds / 3600.0, 2, MidpointRounding.AwayFromZero), stored.SleepHours);
        Assert.Equal(1, await scene.Host.CountAsync("inbox_messages WHERE state = 'settled'"));
    }

    [Fact]
    public async Task Night_TwoLongSleepsANapAndADeletedRow_LongestCountsAndTheNapIsApart()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        var night = Night.Of(Day, At("2026-05-03T23:00:00+02:00"), deepSeconds: 4800, lightSeconds: 13200, remSeconds: 5400, awakeSeconds: 1800) with { RmssdMs = 60 };
        var second = Night.Of(Day, At("2026-05-04T08:30:00+02:00"), deepSeconds: 0, lightSeconds: 3600, remSeconds: 600, awakeSeconds: 300) with { RmssdMs = 30 };
        var nap = Night.Of(Day, At("2026-05-04T13:00:00+02:00"), 0, 1500, 0, 300) with { Kind = SleepKind.Nap };
        var deleted = Night.Of(Day, At("2026-05-03T20:00:00+02:00"), 5000, 30000, 5000, 100) with { Kind = SleepKind.Deleted };
        scene.Time.SetTo(At("2026-05-04T12:00:00Z"));
        scene.Person.SetSleeps(Day, night, second, nap, deleted);

        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);

        var stored = await scene.SettledDayAsync(Day);
        Assert.Equal((6.5, 60.0), (stored.SleepHours, stored.HrvMs));
        Assert.Equal(92.86, stored.Efficiency); // 23 400 of 25 200 s in bed
        Assert.Equal(95, stored.NapMinutes); // the second sleep's 70 minutes and the nap's 25
    }

    [Fact]
    public async Task Night_CrossingMidnightInAnotherZone_CountsForTheLocalDayItEnded()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Person.Travel(Day.AddDays(-1), Day, "America/New_York");
        var night = Night.Of(Day.AddDays(-1), At("2026-05-03T14:00:00-04:00"), 3600, 14400, 5400, 1200) with { RmssdMs = 44 };
        scene.Person.SetSleeps(Day.AddDays(-1), night);

        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day.AddDays(-1));

        // Ended 2026-05-03 20:50 in New York, which is 02:50 of the next day at home in Berlin.
        var stored = await scene.SettledDayAsync(Day.AddDays(-1));
        Assert.Equal((6.5, 44.0), (stored.SleepHours, stored.HrvMs));
        Assert.Null(await scene.DayAsync(Day));
    }

    [Fact]
    public async Task Night_WithoutHrv_HasNoHrvAndIsNotZero()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = null });

        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);

        var stored = await scene.SettledDayAsync(Day);
        Assert.Null(stored.HrvMs);
        Assert.NotNull(stored.SleepHours);
    }

    [Fact]
    public async Task List_OverManyPages_IsReadToItsEnd()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Host.Simulator.Oura.PageSize = 1;
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 51 });

        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);

        Assert.Equal(51, (await scene.SettledDayAsync(Day)).HrvMs);
        Assert.True(scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep") > 1);
    }

    [Fact]
    public async Task Notification_BeforeTheVendorHasTheNight_IsAskedAgainAndThenStored()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Person.SetNight(Day, null);
        var id = Guid.NewGuid().ToString();
        Assert.Equal(200, await scene.Host.Simulator.Oura.NotifyAsync(scene.Person, "sleep", "create", id));
        await scene.SettledAsync();
        Assert.Null((await scene.DayAsync(Day))?.SleepHours);
        Assert.Equal(1, await scene.Host.CountAsync("work_items WHERE wait_reason = 'missing'"));

        scene.Person.SetSleeps(Day, scene.Person.PlannedNight(Day) with { Id = id, RmssdMs = 48 });
        scene.Time.Advance(TimeSpan.FromSeconds(31));

        await Eventually.TrueAsync(async () => (await scene.DayAsync(Day))?.HrvMs == 48, "the second look finds the night");
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("work_items") == 0, "nothing is left to do");
    }

    [Fact]
    public async Task Delete_OfANight_TakesItsValuesAway()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 57 });
        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);
        var id = scene.Person.NightOf(Day)!.Id;
        Assert.NotNull((await scene.SettledDayAsync(Day)).SleepHours);

        scene.Time.Advance(TimeSpan.FromMinutes(1));
        scene.Person.SetNight(Day, null);
        await scene.Host.Simulator.Oura.NotifyAsync(scene.Person, "sleep", "delete", id);

        await Eventually.TrueAsync(async () => (await scene.DayAsync(Day)) is { SleepHours: null, HrvMs: null, Score: null }, "the night is gone");
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Notifications_ManyWhileOneIsFetched_CauseExactlyOneMoreFetch(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 40 });
        var held = scene.Host.Simulator.Faults.Hold(Vendor.Oura, "/v2/usercollection/sleep");
        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);
        await held.Arrived.WaitAsync(TimeSpan.FromSeconds(60));

        // The held reply carries 40; what the ring says from here on is in nobody's hands yet.
        scene.Person.Revise(Day, night => night with { RmssdMs = 66 });
        for (var i = 0; i < 10; i++)
        {
            await scene.Host.Simulator.Oura.NotifyAsync(scene.Person, "sleep", "update", scene.Person.NightOf(Day)!.Id, scene.Time.GetUtcNow().AddSeconds(i));
        }

        scene.Time.Advance(TimeSpan.FromSeconds(1));
        held.Release();

        Assert.Equal(66, (await Eventually.GetAsync(() => scene.DayAsync(Day), day => day?.HrvMs == 66, "the newest night is stored"))!.HrvMs);
        await scene.SettledAsync();
        Assert.Equal(2, scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep"));
        Assert.Equal(11, await scene.Host.CountAsync("inbox_messages WHERE state = 'settled'"));
    }

    [Fact]
    public async Task Delivery_AThousandTimes_HasOneEffect()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day));
        var delivery = scene.Host.Simulator.Oura.BuildNotification(scene.Person, "sleep", "create", scene.Person.NightOf(Day)!.Id);

        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, ct) =>
            Assert.Equal(200, await scene.Host.Simulator.Webhooks.PostAsync(delivery, ct)));

        await scene.SettledAsync();
        Assert.Equal(1, await scene.Host.CountAsync("inbox_messages"));
        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep"));
        Assert.Equal(1, (await scene.SettledDayAsync(Day)).Revision);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ExpiredToken_TwoFamiliesAtOnce_RefreshOnceAndBothAreStored(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 52 });
        scene.Person.SetDay(Day, scene.Person.PlannedDay(Day) with { Steps = 4321 });
        scene.Host.Simulator.Oura.ExpireAccessToken(scene.Person);

        await Task.WhenAll(
            scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day),
            scene.Host.Simulator.Oura.NotifyDayAsync(scene.Person, Day));

        var stored = await Eventually.GetAsync(() => scene.DayAsync(Day), day => day is { HrvMs: not null, Steps: not null }, "sleep and steps are stored");
        Assert.Equal((52.0, 4321), (stored!.HrvMs, stored.Steps));
        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Oura, "oauth/token"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Reconcile_ThatReadsWhatANoticeWaitsFor_SettlesTheNoticeToo(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        scene.Person.SetNight(Day, null);
        var id = Guid.NewGuid().ToString();
        Assert.Equal(200, await scene.Host.Simulator.Oura.NotifyAsync(scene.Person, "sleep", "create", id));
        await scene.SettledAsync();
        Assert.Equal(1, await scene.Host.CountAsync("work_items WHERE wait_reason = 'missing'"));
        scene.Person.SetSleeps(Day, scene.Person.PlannedNight(Day) with { Id = id, RmssdMs = 48 });

        await scene.Host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            """
            INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, created_at)
            VALUES ('oura', @person, 'reconcile', '2026-05-04', 'fetch', 'gap_check', 1, 0, 0, 0, 0, 0, 0, 0)
            """,
            ("@person", scene.Host.Simulator.Oura.UserIdOf(scene.Person))));
        scene.Host.Services.GetRequiredService<WorkSignal>().Raise("oura", Lanes.Fetch);

        await Eventually.GetAsync(
            () => scene.Host.QueryAsync("SELECT family, wait_reason FROM work_items WHERE provider = 'oura'", reader => (reader.GetString(0), reader.TextOrNull(1))),
            items => items.Count == 0,
            "neither the reconcile nor the notice is left");
        Assert.Equal(48, (await scene.DayAsync(Day))!.HrvMs);
        Assert.Equal(
            [("settled", "reconcile")],
            await scene.Host.QueryAsync(
                "SELECT m.state, r.family FROM inbox_messages m JOIN runs r ON r.id = m.run_id", reader => (reader.GetString(0), reader.GetString(1))));
    }

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);

    private async Task<RoadScene> ConnectedAsync(StorageKind kind)
    {
        var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectOuraAsync();
        return scene;
    }
}
