using System.Text.Json.Nodes;
using Apex.Simulator;
using Apex.Simulator.Demo;
using Apex.Simulator.Traffic;
using static Apex.Tests.Simulator.SimulatedOura;

namespace Apex.Tests.Simulator;

public sealed class DemoLifeTests
{
    private static readonly LifeOptions Calm = new() { TicksPerFault = 0, TicksPerSurprise = 0 };

    [Fact]
    public void Create_Thirty_HasEveryRoleVendorAndManyZones()
    {
        var cast = DemoPeople.Create(30, 1);

        Assert.Equal(30, cast.Select(member => member.Id).Distinct().Count());
        Assert.Equal(Enum.GetValues<DemoRole>(), cast.Select(member => member.Role).Distinct().Order());
        Assert.Equal(Enum.GetValues<Vendor>(), cast.SelectMany(member => member.Connections).Select(connection => connection.Vendor).Distinct().Order());
        Assert.True(cast.Select(member => member.ZoneId).Distinct().Count() >= 12);
        Assert.Equal(cast.Select(member => member.Habits), DemoPeople.Create(30, 1).Select(member => member.Habits));
    }

    [Fact]
    public async Task History_Sixty_HoldsEveryPastNightOfAPushVendor()
    {
        await using var inbox = await WebhookCatcher.StartAsync();
        await using var server = await StartAsync(inbox);
        var garmin = DemoPeople.Create().First(member => member.Connections is [{ Vendor: Vendor.Garmin }] && member.Role == DemoRole.Healthy);
        var connections = DemoStage.Enter(server, [garmin]);
        var person = connections.Single().Person;

        var bodies = new SimulatorLife(server, connections, Calm).History(60).Select(delivery => JsonNode.Parse(delivery.Body)!).ToList();

        var expected = Enumerable.Range(0, 60).Select(back => person.LocalToday.AddDays(-back)).Reverse().Where(day => person.NightOf(day) is not null);
        Assert.Equal(expected.Select(day => $"{day:yyyy-MM-dd}"), bodies.SelectMany(body => body["sleeps"]!.AsArray()).Select(sleep => (string)sleep!["calendarDate"]!));
    }

    [Fact]
    public async Task Tick_AfterHistory_SendsWalksNewSleepAndThenGarminsHrv()
    {
        await using var inbox = await WebhookCatcher.StartAsync();
        await using var server = await StartAsync(inbox);
        var cast = DemoPeople.Create().Where(member => member.Role == DemoRole.Healthy && member.Connections is [{ Vendor: Vendor.Garmin }]).Take(1).ToList();
        var life = new SimulatorLife(server, DemoStage.Enter(server, cast), Calm);
        Assert.NotEmpty(life.History(60).ToList());
        server.World.GetPerson(cast[0].Id).Revise(server.World.GetPerson(cast[0].Id).LocalToday, night => night with { RmssdMs = 61 });

        await life.TickAsync();
        await life.TickAsync();
        await life.TickAsync();

        Assert.Equal(["sleeps", "dailies", "dailies", "dailies", "hrv"], inbox.Caught.Select(caught => JsonNode.Parse(caught.Body)!.AsObject().Single().Key));
    }

    [Fact]
    public async Task Tick_ApexRefuses_TriesAgainUntilItIsTaken()
    {
        await using var inbox = await WebhookCatcher.StartAsync();
        await using var server = await StartAsync(inbox);
        inbox.Status = 503;
        var cast = DemoPeople.Create().Where(member => member.Role == DemoRole.Healthy && member.Connections is [{ Vendor: Vendor.Oura }]).Take(1).ToList();
        var life = new SimulatorLife(server, DemoStage.Enter(server, cast), Calm with { WalkersPerTick = 0 });
        await life.TickAsync();
        inbox.Status = 200;
        await life.TickAsync();
        await life.TickAsync();

        var bodies = inbox.Caught.Select(caught => caught.Body).ToList();
        Assert.Equal(bodies.Count / 2, bodies.Distinct().Count());
        Assert.NotEmpty(bodies);
    }

    [Fact]
    public async Task Life_ManyTicksOfTheWholeCast_KeepsEveryoneGoing()
    {
        await using var inbox = await WebhookCatcher.StartAsync();
        await using var server = await StartAsync(inbox);
        var cast = DemoPeople.Create();
        var life = new SimulatorLife(server, DemoStage.Enter(server, cast), new LifeOptions());
        foreach (var announced in DemoStage.BeginTroubles(server, cast))
        {
            await server.Webhooks.SendAsync(announced);
        }

        for (var tick = 0; tick < 100; tick++)
        {
            ((VirtualClock)server.Options.Time).Move(TimeSpan.FromMinutes(20));
            await life.TickAsync();
        }

        Assert.Equal(
            ["/api/webhooks/garmin/sim-garmin-path-secret", "/api/webhooks/oura", "/api/webhooks/terra"],
            inbox.Caught.Select(caught => caught.Path).Distinct().Order(StringComparer.Ordinal));
        var silent = server.Garmin.UserIdOf(server.World.GetPerson(cast.Single(member => member.Role == DemoRole.Silent).Id));
        Assert.DoesNotContain(inbox.Caught, caught => caught.Body.Contains(silent, StringComparison.Ordinal));
        Assert.Contains(inbox.Caught, caught => caught.Body.Contains("deregistrations", StringComparison.Ordinal));
        Assert.Contains(inbox.Caught, caught => caught.Body.Contains("access_revoked", StringComparison.Ordinal));
    }

    private static Task<SimulatorServer> StartAsync(WebhookCatcher inbox) =>
        SimulatorServer.StartAsync(new SimulatorOptions { Time = new VirtualClock(Noon), TargetBaseUrl = inbox.BaseUrl });
}
