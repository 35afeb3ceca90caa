using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Apex.Simulator;
using Apex.Tests.Support;

namespace Apex.Tests.Live;

/// <summary>The host as a process of its own, killed under an open client.</summary>
public sealed class LiveReconnectTests
{
    [Fact]
    public async Task HostKilledAndStartedAgain_ClientReconnectsAndSubscribingHealsTheGap()
    {
        var ct = TestContext.Current.CancellationToken;
        var data = Directory.CreateTempSubdirectory("apex-live-");
        await using var vendors = await SimulatorServer.StartAsync(new SimulatorOptions(), ct);
        var person = vendors.World.AddPerson("ada");
        var day = person.LocalToday.AddDays(-1);
        person.SetNight(day, person.PlannedNight(day) with { RmssdMs = 44 });
        var url = FreeUrl();
        string userId;
        NodeClient client;

        using (await StartAsync(data, vendors, url, ct))
        {
            userId = await ConnectAsync(url, vendors.Garmin.UserIdOf(person), ct);
            client = NodeClient.Start(url, ApexHost.ApiKey, userId);
            Assert.Empty((await client.NextAsync("subscribed"))["days"]!.AsArray());
        }

        using var _ = client;
        await client.NextAsync("reconnecting");
        var elsewhere = FreeUrl(); // where the client does not look: it can only hear of this night by subscribing again
        using (await StartAsync(data, vendors, elsewhere, ct))
        {
            vendors.TargetBaseUrl = elsewhere;
            Assert.Equal(200, await vendors.Garmin.Push().Sleep(person, day).Hrv(person, day).SendAsync(ct));
            using var api = Api(elsewhere);
            await Eventually.TrueAsync(
                async () => (await api.GetStringAsync($"/api/v1/users/{userId}/daily-metrics?from={day:yyyy-MM-dd}&to={day:yyyy-MM-dd}", ct)).Contains("\"hrvAvg\":44", StringComparison.Ordinal),
                "the night is stored");
        }

        using (await StartAsync(data, vendors, url, ct))
        {
            var healed = await client.NextAsync("subscribed");
            Assert.Equal(($"{day:yyyy-MM-dd}", 44), ((string?)healed["days"]![0]!["date"], (double)healed["days"]![0]!["hrvAvg"]!));
        }

        data.Delete(recursive: true);
    }

    private static Uri FreeUrl() => new($"http://127.0.0.1:{HostProcess.FreePort()}");

    private static async Task<HostProcess> StartAsync(DirectoryInfo data, SimulatorServer vendors, Uri url, CancellationToken ct)
    {
        var host = HostProcess.Start(
            [
                .. SimulatedProviders.Settings(vendors.Options, vendors), ("Apex:DataDirectory", data.FullName), ("Apex:BootstrapApiKey", ApexHost.ApiKey),
                ("ASPNETCORE_URLS", url.ToString().TrimEnd('/')),
            ]);
        await host.WaitUntilListeningAsync(ct);
        return host;
    }

    private static async Task<string> ConnectAsync(Uri url, string externalUserId, CancellationToken ct)
    {
        using var api = Api(url);
        using var made = await api.PostAsJsonAsync("/api/v1/users", new { displayName = "Ada", timeZone = "Europe/Berlin" }, ct);
        var userId = (string)(await made.Content.ReadFromJsonAsync<JsonNode>(ct))!["id"]!;
        using var connected = await api.PostAsJsonAsync($"/api/v1/users/{userId}/connections", new { provider = "garmin", externalUserId }, ct);
        connected.EnsureSuccessStatusCode();
        return userId;
    }

    private static HttpClient Api(Uri url) =>
        new(new SocketsHttpHandler()) { BaseAddress = url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", ApexHost.ApiKey) } };
}
