using System.Text;
using System.Text.Json.Nodes;
using Apex.Simulator;
using Apex.Simulator.People;
using static Apex.Tests.Simulator.SimulatedOura;

namespace Apex.Tests.Simulator;

public sealed class GarminPushTests
{
    private static readonly Night Known = Night.Of(Today, new(2026, 3, 9, 23, 4, 0, TimeSpan.FromHours(1)), 5400, 14400, 6300, 2700) with
    {
        RmssdMs = 41.4,
        LowestHeartRateBpm = 51,
    };

    [Fact]
    public async Task Push_MixOfPeople_ComesByTypeInTheVendorsShape()
    {
        await using var server = await StartServerAsync();
        var (ada, bob) = (server.World.AddPerson("ada"), server.World.AddPerson("bob"));

        var delivery = server.Garmin.Push().Sleep(ada, Known).Hrv(bob, Known).Daily(bob, new DayTotals { Date = Today, Steps = 4321 }).Build();

        var body = JsonNode.Parse(delivery.Body)!.AsObject();
        Assert.Equal(["sleeps", "hrv", "dailies"], body.Select(type => type.Key));
        var sleep = body["sleeps"]![0]!.AsObject();
        Assert.Equal(Known.AsleepSeconds, Sum(sleep, "deep") + Sum(sleep, "light") + Sum(sleep, "rem"));
        Assert.Equal(Known.AwakeSeconds, Sum(sleep, "awake"));
        sleep.Remove("sleepLevelsMap");
        sleep.Remove("summaryId");
        var expected = JsonNode.Parse($$"""
            {"userId":"{{server.Garmin.UserIdOf(ada)}}","calendarDate":"2026-03-10","startTimeInSeconds":1773093840,"startTimeOffsetInSeconds":3600,
             "durationInSeconds":26100,"unmeasurableSleepDurationInSeconds":0,"deepSleepDurationInSeconds":5400,"lightSleepDurationInSeconds":14400,
             "remSleepInSeconds":6300,"awakeDurationInSeconds":2700,"validation":"ENHANCED_FINAL","overallSleepScore":{"value":87,"qualifierKey":"GOOD"} }
            """);
        Assert.True(JsonNode.DeepEquals(expected, sleep), sleep.ToJsonString());
        Assert.Equal(41, (int)body["hrv"]![0]!["lastNightAvg"]!);
        Assert.Equal(4321, (int)body["dailies"]![0]!["steps"]!);
        Assert.Equal(server.Garmin.UserIdOf(bob), (string?)body["dailies"]![0]!["userId"]);
    }

    [Fact]
    public async Task Push_CorrectedNight_KeepsItsSummaryId()
    {
        await using var server = await StartServerAsync();
        var ada = server.World.AddPerson("ada");

        var first = SleepIn(server.Garmin.Push().Sleep(ada, Known, "AUTO_TENTATIVE").Build().Body);
        var second = SleepIn(server.Garmin.Push().Sleep(ada, Known with { DeepSeconds = 5000 }).Build().Body);

        Assert.Equal((string)first["summaryId"]!, (string)second["summaryId"]!);
        Assert.Equal(("AUTO_TENTATIVE", 5400), ((string)first["validation"]!, (int)first["deepSleepDurationInSeconds"]!));
        Assert.Equal(("ENHANCED_FINAL", 5000), ((string)second["validation"]!, (int)second["deepSleepDurationInSeconds"]!));
    }

    [Fact]
    public async Task Send_Lifecycle_GoesToTheSecretPathWithTheClientId()
    {
        await using var server = await StartServerAsync();
        await using var inbox = await WebhookCatcher.StartAsync();
        server.TargetBaseUrl = inbox.BaseUrl;
        var ada = server.World.AddPerson("ada");

        Assert.Equal(200, await server.Garmin.Push().Deregistration(ada).PermissionsChange(ada, "ACTIVITY_EXPORT").SendAsync());

        var caught = Assert.Single(inbox.Caught);
        Assert.Equal(("/api/webhooks/garmin/sim-garmin-path-secret", "sim-garmin-client"), (caught.Path, caught.Headers["garmin-client-id"]));
        Assert.Equal(
            $$"""{"deregistrations":[{"userId":"{{server.Garmin.UserIdOf(ada)}}"}],"userPermissionsChange":[{"userId":"{{server.Garmin.UserIdOf(ada)}}","summaryId":"p69b007c0","permissions":["ACTIVITY_EXPORT"],"changeTimeInSeconds":1773144000}]}""",
            caught.Body);
    }

    [Fact]
    public async Task Registration_Deleted_IsRemembered()
    {
        await using var server = await StartServerAsync();
        var ada = server.World.AddPerson("ada");
        using var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", server.Garmin.Grant(ada).AccessToken);

        var user = await http.GetStringAsync(new Uri(server.BaseUrl, "/wellness-api/rest/user/id"));
        using var deleted = await http.DeleteAsync(new Uri(server.BaseUrl, "/wellness-api/rest/user/registration"));

        Assert.Equal($$"""{"userId":"{{server.Garmin.UserIdOf(ada)}}"}""", user);
        Assert.Equal((204, true), ((int)deleted.StatusCode, server.Garmin.IsDeregistered(ada)));
    }

    private static Task<SimulatorServer> StartServerAsync() => SimulatorServer.StartAsync(new SimulatorOptions { Time = new VirtualClock(Noon) });

    private static JsonNode SleepIn(byte[] body) => JsonNode.Parse(Encoding.UTF8.GetString(body))!["sleeps"]![0]!;

    private static long Sum(JsonObject sleep, string level) =>
        sleep["sleepLevelsMap"]![level]!.AsArray().Sum(span => (long)span!["endTimeInSeconds"]! - (long)span["startTimeInSeconds"]!);
}
