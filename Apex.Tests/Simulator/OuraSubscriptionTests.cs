using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Web;

namespace Apex.Tests.Simulator;

public sealed class OuraSubscriptionTests
{
    [Fact]
    public async Task Create_CallbackProvesItself_IsListedOnceAndRenewable()
    {
        await using var oura = await SimulatedOura.StartAsync();
        await using var apex = await WebhookCatcher.StartAsync();
        using var http = Client("sim-oura-client-secret");
        var root = new Uri(oura.Server.OuraApiBaseUrl, "/v2/webhook/subscription");
        var asked = new { callback_url = $"{apex.BaseUrl}api/webhooks/oura", verification_token = "sim-oura-verification-token", event_type = "create", data_type = "sleep" };

        using var created = await http.PostAsJsonAsync(root, asked);
        using var again = await http.PostAsJsonAsync(root, asked);
        var listed = JsonNode.Parse(await http.GetStringAsync(root))!.AsArray().Single()!;
        oura.Clock.Move(TimeSpan.FromDays(80));
        using var renewed = await http.PutAsync(new Uri($"{root}/renew/{listed["id"]}"), null);

        Assert.Equal((201, 409, 200), ((int)created.StatusCode, (int)again.StatusCode, (int)renewed.StatusCode));
        Assert.Equal("2026-06-08T12:00:00.000+00:00", (string)listed["expiration_time"]!);
        Assert.Equal("2026-08-27T12:00:00.000+00:00", (string)JsonNode.Parse(await renewed.Content.ReadAsStringAsync())!["expiration_time"]!);
    }

    [Fact]
    public async Task Create_WrongTokenOrSecretOrUnknownId_IsRefused()
    {
        await using var oura = await SimulatedOura.StartAsync();
        await using var apex = await WebhookCatcher.StartAsync();
        var root = new Uri(oura.Server.OuraApiBaseUrl, "/v2/webhook/subscription");
        using var http = Client("sim-oura-client-secret");
        using var stranger = Client("wrong");

        using var unproven = await http.PostAsJsonAsync(root, new { callback_url = $"{apex.BaseUrl}api/webhooks/oura", verification_token = "other", event_type = "create", data_type = "sleep" });
        using var unknown = await http.GetAsync(new Uri($"{root}/{Guid.Empty}"));
        using var refused = await stranger.GetAsync(root);

        Assert.Equal((400, 403, 401), ((int)unproven.StatusCode, (int)unknown.StatusCode, (int)refused.StatusCode));
        Assert.Equal(0, oura.Server.Oura.Subscriptions.Count);
    }

    [Fact]
    public async Task Notify_Answered410_CancelsTheSubscription()
    {
        await using var oura = await SimulatedOura.StartAsync();
        await using var apex = await WebhookCatcher.StartAsync();
        oura.Server.TargetBaseUrl = apex.BaseUrl;
        oura.Server.Oura.NotifiesSubscribersOnly = true;
        using var http = Client("sim-oura-client-secret");
        using var created = await http.PostAsJsonAsync(
            new Uri(oura.Server.OuraApiBaseUrl, "/v2/webhook/subscription"),
            new { callback_url = $"{apex.BaseUrl}x", verification_token = "sim-oura-verification-token", event_type = "create", data_type = "sleep" });
        apex.Status = 410;

        Assert.Equal(410, await oura.Server.Oura.NotifyNightAsync(oura.Person, SimulatedOura.Today));
        Assert.Equal(0, await oura.Server.Oura.NotifyNightAsync(oura.Person, SimulatedOura.Today));
        Assert.Single(apex.Caught);
    }

    [Fact]
    public async Task Authorize_PersonConsents_RedirectsWithACodeGoodForOnePair()
    {
        await using var oura = await SimulatedOura.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        const string Query = "/oauth/authorize?response_type=code&client_id=sim-oura-client&redirect_uri=http%3A%2F%2F127.0.0.1%2Fback&scope=personal%20daily&state=s%261";

        var page = await http.GetStringAsync(new Uri(oura.Server.OuraAuthBaseUrl, Query));
        using var consent = await http.GetAsync(new Uri(oura.Server.OuraAuthBaseUrl, Query + "&person=ada"));
        var back = HttpUtility.ParseQueryString(consent.Headers.Location!.Query);

        Assert.Contains("person=ada", page, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Redirect, "s&1"), (consent.StatusCode, back["state"]));
        Assert.Equal(200, await ExchangeAsync(back["code"]!));
        Assert.Equal(400, await ExchangeAsync(back["code"]!));

        async Task<int> ExchangeAsync(string code)
        {
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["client_id"] = "sim-oura-client",
                ["client_secret"] = "sim-oura-client-secret",
            });
            using var response = await http.PostAsync(new Uri(oura.Server.OuraAuthBaseUrl, "/oauth/token"), form);
            return (int)response.StatusCode;
        }
    }

    private static HttpClient Client(string secret)
    {
        var http = new HttpClient(new SocketsHttpHandler());
        http.DefaultRequestHeaders.Add("x-client-id", "sim-oura-client");
        http.DefaultRequestHeaders.Add("x-client-secret", secret);
        return http;
    }
}
