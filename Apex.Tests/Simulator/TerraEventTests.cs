using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Apex.Simulator;
using Apex.Simulator.People;
using Apex.Simulator.Terra;
using static Apex.Tests.Simulator.SimulatedOura;

namespace Apex.Tests.Simulator;

public sealed class TerraEventTests
{
    private static readonly Night Known = Night.Of(Today, new(2026, 3, 9, 23, 4, 0, TimeSpan.FromHours(1)), 5400, 14400, 6300, 2700) with
    {
        Id = "night-1",
        RmssdMs = 41.4,
        LowestHeartRateBpm = 51,
        AverageHeartRateBpm = 57.25,
    };

    // Computed outside, listed with the vendor notes.
    [Fact]
    public void Signature_KnownVector_IsReproduced() => Assert.Equal(
        "t=1723808700,v1=d3633afdcbf37721acb26c391ecfe0e9835954a7f7d35fcddefe75a62d73a1e1",
        TerraSignature.HeaderOf("terra_test_secret", 1723808700, """{"type":"auth","status":"success"}"""u8));

    [Fact]
    public async Task Sleep_KnownNight_ComesInTheVendorsShape()
    {
        await using var server = await StartServerAsync();
        var ada = server.World.AddPerson("ada");
        server.Terra.Auth(ada, "FITBIT", "apex-user-1");

        var body = Parse(server.Terra.Sleep(ada, "FITBIT", Known).Body);

        var expected = JsonNode.Parse($$"""
            {"type":"sleep","user":{"user_id":"{{server.Terra.UserIdOf(ada, "FITBIT")}}","provider":"FITBIT","reference_id":"apex-user-1","scopes":"sleep,daily,activity",
              "active":true,"created_at":"2026-03-10T12:00:00.000000+00:00","last_webhook_update":null},
             "data":[{"metadata":{"summary_id":"night-1","start_time":"2026-03-09T23:04:00.000000+01:00","end_time":"2026-03-10T07:04:00.000000+01:00","is_nap":false,
                "upload_type":2,"timestamp_localization":1},
              "sleep_durations_data":{"asleep":{"duration_asleep_state_seconds":26100,"duration_deep_sleep_state_seconds":5400,"duration_light_sleep_state_seconds":14400,
                "duration_REM_sleep_state_seconds":6300,"num_REM_events":4},
                "awake":{"duration_awake_state_seconds":2700,"sleep_latency_seconds":600,"wake_up_latency_seconds":null,"num_wakeup_events":7},
                "other":{"duration_in_bed_seconds":28800,"duration_unmeasurable_sleep_seconds":0},"sleep_efficiency":90.62},
              "heart_rate_data":{"summary":{"avg_hr_bpm":57.25,"min_hr_bpm":51,"max_hr_bpm":97.25,"resting_hr_bpm":51,"avg_hrv_rmssd":41.4,"avg_hrv_sdnn":null} },
              "data_enrichment":{"sleep_score":null,"strain_index":null} }],"version":"2022-03-16"}
            """);
        Assert.True(JsonNode.DeepEquals(expected, body), body.ToJsonString());
    }

    [Fact]
    public async Task Efficiency_AsRatio_IsBelowOne()
    {
        await using var server = await StartServerAsync();
        server.Terra.EfficiencyAsRatio = true;

        var body = Parse(server.Terra.Sleep(server.World.AddPerson("ada"), "FITBIT", Known).Body);

        Assert.Equal(0.9062, (double)body["data"]![0]!["sleep_durations_data"]!["sleep_efficiency"]!);
    }

    [Fact]
    public async Task Send_Event_IsSignedTracedAndOrdered()
    {
        await using var server = await StartServerAsync();
        await using var inbox = await WebhookCatcher.StartAsync();
        server.TargetBaseUrl = inbox.BaseUrl;
        var ada = server.World.AddPerson("ada");

        Assert.Equal(200, await server.Terra.SendAsync(server.Terra.Sleep(ada, "FITBIT", Known)));
        Assert.Equal(200, await server.Terra.SendAsync(server.Terra.Healthcheck()));

        var (first, second) = (inbox.Caught[0], inbox.Caught[1]);
        Assert.Equal("/api/webhooks/terra", first.Path);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes("sim-terra-signing-secret"), Encoding.UTF8.GetBytes("1773144000." + first.Body));
        Assert.Equal($"t=1773144000,v1={Convert.ToHexStringLower(mac)}", first.Headers["X-Terra-Signature"]);
        Assert.Equal(first.Headers["X-Terra-Signature"], first.Headers["terra-signature"]);
        Assert.Equal(["1773144000000", "1773144000001"], [first.Headers["X-Terra-Ordering-Timestamp"], second.Headers["X-Terra-Ordering-Timestamp"]]);
        Assert.NotEqual(first.Headers["X-Terra-Trace-Id"], second.Headers["X-Terra-Trace-Id"]);
    }

    [Fact]
    public async Task Reauth_Person_SwapsTheIdAndKeepsTheReference()
    {
        await using var server = await StartServerAsync();
        var ada = server.World.AddPerson("ada");
        var auth = Parse(server.Terra.Auth(ada, "WHOOP", "apex-user-1").Body);
        var reauth = Parse(server.Terra.UserReauth(ada, "WHOOP").Body);

        Assert.Equal(("auth", "success"), ((string)auth["type"]!, (string)auth["status"]!));
        Assert.Equal((string)auth["user"]!["user_id"]!, (string)reauth["old_user"]!["user_id"]!);
        Assert.Equal(server.Terra.UserIdOf(ada, "WHOOP"), (string)reauth["new_user"]!["user_id"]!);
        Assert.NotEqual((string)reauth["old_user"]!["user_id"]!, (string)reauth["new_user"]!["user_id"]!);
        Assert.Equal("apex-user-1", (string)reauth["new_user"]!["reference_id"]!);
        Assert.Null(Parse(server.Terra.UserReauth(ada, "WHOOP", oldUserKnown: false).Body)["old_user"]);
    }

    [Fact]
    public async Task Lifecycle_EachEvent_CarriesOnlyItsOwnFields()
    {
        await using var server = await StartServerAsync();
        var (terra, ada) = (server.Terra, server.World.AddPerson("ada"));

        Assert.Equal("type,status,user,message,version", Fields(terra.Deauth(ada, "FITBIT").Body));
        Assert.Equal("type,status,user,version", Fields(terra.AccessRevoked(ada, "FITBIT").Body));
        Assert.Equal("type,status,reason,reference_id,flow_id,version", Fields(terra.AuthCancelled("apex-user-1").Body));
        Assert.Equal("type,user,scopes_added,scopes_removed,version", Fields(terra.PermissionChange(ada, "FITBIT", "", "sleep").Body));
        Assert.Equal("type,status,version", Fields(terra.Healthcheck().Body));
        Assert.Equal(1.99, (double)Parse(terra.TestButton(ada, "FITBIT").Body)["data"]![0]!["sleep_durations_data"]!["sleep_efficiency"]!);
    }

    [Fact]
    public async Task Widget_PersonChooses_SendsAuthAndDeauthenticateSendsDeauth()
    {
        await using var server = await StartServerAsync();
        await using var inbox = await WebhookCatcher.StartAsync();
        server.TargetBaseUrl = inbox.BaseUrl;
        var ada = server.World.AddPerson("ada");
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var refused = await http.PostAsJsonAsync(new Uri(server.BaseUrl, "/api/v2/auth/generateWidgetSession"), new { });
        http.DefaultRequestHeaders.Add("dev-id", "sim-terra-dev");
        http.DefaultRequestHeaders.Add("x-api-key", "sim-terra-api-key");

        using var opened = await http.PostAsJsonAsync(
            new Uri(server.BaseUrl, "/api/v2/auth/generateWidgetSession"),
            new { providers = "WHOOP", reference_id = "apex-user-1", auth_success_redirect_url = "http://127.0.0.1/back" });
        using var chosen = await http.GetAsync(new Uri((string)Parse(await opened.Content.ReadAsByteArrayAsync())["url"]! + "?person=ada"));
        using var gone = await http.DeleteAsync(new Uri(server.BaseUrl, $"/v2/auth/deauthenticateUser?user_id={server.Terra.UserIdOf(ada, "WHOOP")}"));

        Assert.Equal((401, 201, 302, 200), ((int)refused.StatusCode, (int)opened.StatusCode, (int)chosen.StatusCode, (int)gone.StatusCode));
        Assert.Equal(
            ["auth apex-user-1 True", "deauth apex-user-1 False"],
            inbox.Caught.Select(caught => JsonNode.Parse(caught.Body)!).Select(body => $"{body["type"]} {body["user"]!["reference_id"]} {(bool)body["user"]!["active"]!}"));
    }

    private static string Fields(byte[] body) => string.Join(',', Parse(body).AsObject().Select(field => field.Key));

    private static JsonNode Parse(byte[] body) => JsonNode.Parse(body)!;

    private static Task<SimulatorServer> StartServerAsync() => SimulatorServer.StartAsync(new SimulatorOptions { Time = new VirtualClock(Noon) });
}
