using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.EndToEnd;

/// <summary>Data inside the push: sleep and HRV arrive apart, records are sent again with new content.</summary>
public sealed class GarminRoadTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Sleep_ThenHrvTenMinutesLater_ThenACorrection_IsOneMergedCorrectedDay(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        var garmin = scene.Host.Simulator.Garmin;
        var night = scene.Person.PlannedNight(Day) with { RmssdMs = 61 };
        scene.Person.SetNight(Day, night);

        Assert.Equal(200, await garmin.Push().Sleep(scene.Person, Day, "ENHANCED_TENTATIVE").SendAsync());
        var first = await scene.SettledDayAsync(Day);
        Assert.Equal((null, true), (first.HrvMs, first.Provisional));

        scene.Time.Advance(TimeSpan.FromMinutes(10));
        await garmin.Push().Hrv(scene.Person, Day).Daily(scene.Person, scene.Person.PlannedDay(Day) with { RestingHeartRateBpm = 50, Steps = 900 }).SendAsync();
        var second = await scene.SettledDayAsync(Day);
        Assert.Equal((61.0, 50.0, 900), (second.HrvMs, second.RestingHrBpm, second.Steps));

        scene.Time.Advance(TimeSpan.FromMinutes(10));
        var corrected = scene.Person.Revise(Day, before => before with { LightSeconds = before.LightSeconds - 1800, AwakeSeconds = before.AwakeSeconds + 1800 });
        await garmin.Push().Sleep(scene.Person, Day, "ENHANCED_FINAL").SendAsync();
        var third = await scene.SettledDayAsync(Day);
        Assert.Equal(Math.Round(corrected.AsleepSeconds / 3600.0, 2, MidpointRounding.AwayFromZero), third.SleepHours);
        Assert.Equal((61.0, 50.0, false), (third.HrvMs, third.RestingHrBpm, third.Provisional));

        scene.Time.Advance(TimeSpan.FromMinutes(10));
        await garmin.Push().Sleep(scene.Person, night, "ENHANCED_TENTATIVE").SendAsync();
        Assert.Equal(third, await scene.SettledDayAsync(Day));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Content_AThenBThenA_EndsAsA(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        var totals = scene.Person.PlannedDay(Day);
        int[] seen = [5000, 5200, 5000];
        foreach (var steps in seen)
        {
            await scene.Host.Simulator.Garmin.Push().Daily(scene.Person, totals with { Steps = steps }).SendAsync();
            Assert.Equal(steps, (await scene.SettledDayAsync(Day)).Steps);
            scene.Time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(3, await scene.Host.CountAsync("inbox_messages"));
    }

    [Fact]
    public async Task SleepAndSteps_OfTwoVendorsAtTheSameMoment_LoseNothing()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        await scene.ConnectOuraAsync();
        for (var i = 0; i < 20; i++)
        {
            var day = Day.AddDays(-i);
            scene.Person.SetNight(day, scene.Person.PlannedNight(day) with { RmssdMs = 40 + i });
            await Task.WhenAll(
                scene.Host.Simulator.Oura.NotifyAsync(scene.Person, "sleep", "create", scene.Person.NightOf(day)!.Id),
                scene.Host.Simulator.Garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(day) with { Steps = 1000 + i }).SendAsync());
        }

        await scene.SettledAsync();
        for (var i = 0; i < 20; i++)
        {
            var stored = await scene.SettledDayAsync(Day.AddDays(-i));
            Assert.Equal((40.0 + i, 1000 + i), (stored.HrvMs, stored.Steps));
        }
    }

    [Fact]
    public async Task UnknownPerson_IsKeptAndSettledWhenTheyConnect()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        await scene.Host.Simulator.Garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(Day) with { Steps = 777 }).SendAsync();
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("inbox_messages WHERE state = 'orphan'") == 1, "the message waits for its person");

        using var api = scene.Host.Api();
        using var connected = await api.PostAsync(
            $"/api/v1/users/{scene.UserId}/connections",
            new StringContent($$"""{"provider":"garmin","externalUserId":"{{scene.Host.Simulator.Garmin.UserIdOf(scene.Person)}}"}""", System.Text.Encoding.UTF8, "application/json"));
        Assert.True(connected.IsSuccessStatusCode, await connected.Content.ReadAsStringAsync());

        await Eventually.TrueAsync(async () => (await scene.DayAsync(Day))?.Steps == 777, "the orphan is settled");
    }

    private async Task<RoadScene> ConnectedAsync(StorageKind kind)
    {
        var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        return scene;
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Permissions_WithoutHealthExport_ShowAMissingScopeUntilItReturns(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        var garmin = scene.Host.Simulator.Garmin;

        await garmin.Push().PermissionsChange(scene.Person, "ACTIVITY_EXPORT").SendAsync();
        await scene.SettledAsync();
        var without = await ScopesAsync(scene);
        await garmin.Push().PermissionsChange(scene.Person, "ACTIVITY_EXPORT", "HEALTH_EXPORT").SendAsync();
        await scene.SettledAsync();

        Assert.Equal(("active", "scope_missing", "ACTIVITY_EXPORT"), without);
        Assert.Equal(("active", null, "ACTIVITY_EXPORT HEALTH_EXPORT"), await ScopesAsync(scene));
    }

    private static async Task<(string Status, string? Cause, string? Scopes)> ScopesAsync(RoadScene scene) => Assert.Single(await scene.Host.QueryAsync(
        "SELECT status, status_cause, scopes FROM connections", reader => (reader.GetString(0), reader.TextOrNull(1), reader.TextOrNull(2))));
}
