using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.EndToEnd;

/// <summary>An aggregator's envelopes: connections come and go by event, ratios come in two scales, the test button sends nonsense.</summary>
public sealed class TerraRoadTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite, true)]
    [InlineData(StorageKind.Sqlite, false)]
    [InlineData(StorageKind.Postgres, true)]
    public async Task Auth_ThenSleep_StoresTheUnderlyingVendorsNight(StorageKind kind, bool efficiencyAsRatio)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        var terra = scene.Host.Simulator.Terra;
        terra.EfficiencyAsRatio = efficiencyAsRatio;
        var night = scene.Person.PlannedNight(Day) with { RmssdMs = 45 };

        Assert.Equal(200, await terra.SendAsync(terra.Auth(scene.Person, "FITBIT", scene.UserId.ToString())));
        await scene.SettledAsync();
        Assert.Equal(200, await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", night)));

        var stored = await scene.SettledDayAsync(Day);
        Assert.Equal((45.0, "fitbit"), (stored.HrvMs, stored.Source));
        Assert.Equal(Math.Round(night.EfficiencyPercent, 2, MidpointRounding.AwayFromZero), stored.Efficiency!.Value, 1.0);
    }

    [Fact]
    public async Task TestButton_Nonsense_LosesFieldsNotTheEventAndReplacesNoGoodNight()
    {
        await using var scene = await ConnectedAsync();
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day) with { RmssdMs = 45 }));
        var good = await scene.SettledDayAsync(Day);

        Assert.Equal(200, await terra.SendAsync(terra.TestButton(scene.Person, "FITBIT")));
        await scene.SettledAsync();

        Assert.Equal(good with { Revision = 0 }, (await scene.SettledDayAsync(Day)) with { Revision = 0 });
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages WHERE state <> 'settled'"));
        Assert.True(await scene.Host.CountAsync("runs WHERE drops > 0") > 0);
    }

    [Fact]
    public async Task Deauth_MarksTheConnectionRevokedAndKeepsTheData()
    {
        await using var scene = await ConnectedAsync();
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day)));
        await scene.SettledAsync();

        await terra.SendAsync(terra.Deauth(scene.Person, "FITBIT"));

        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("connections WHERE status = 'revoked' AND status_cause = 'user_revoked'") == 1, "the connection is revoked");
        Assert.NotNull((await scene.DayAsync(Day))?.SleepHours);
    }

    [Fact]
    public async Task UserReauth_SwapsTheIdSoThatLaterDataFindsThePerson()
    {
        await using var scene = await ConnectedAsync();
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.UserReauth(scene.Person, "FITBIT"));
        await scene.SettledAsync();

        await terra.SendAsync(terra.Daily(scene.Person, "FITBIT", scene.Person.PlannedDay(Day) with { Steps = 3333 }));

        Assert.Equal(3333, (await scene.SettledDayAsync(Day)).Steps);
        Assert.Equal(1, await scene.Host.CountAsync("connections"));
    }

    private async Task<RoadScene> ConnectedAsync()
    {
        var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Auth(scene.Person, "FITBIT", scene.UserId.ToString()));
        await scene.SettledAsync();
        return scene;
    }
}
