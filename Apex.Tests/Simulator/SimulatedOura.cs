using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Apex.Simulator;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Tests.Simulator;

/// <summary>A running simulator with one person who has consented, and a plain HTTP client in Apex's place.</summary>
internal sealed class SimulatedOura : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 3, 10);

    private readonly HttpClient _http = new(new SocketsHttpHandler());

    private SimulatedOura(SimulatorServer server, VirtualClock clock)
    {
        (Server, Clock) = (server, clock);
        Person = server.World.AddPerson("ada", "Ada", "Europe/Berlin", new Habits { MissingNightProbability = 0, NapProbability = 0, CorrectionProbability = 0 });
        Grant = server.Oura.Grant(Person);
    }

    public SimulatorServer Server { get; }

    public VirtualClock Clock { get; }

    public VirtualPerson Person { get; }

    public TokenPair Grant { get; private set; }

    public static async Task<SimulatedOura> StartAsync(int seed = 7, bool adoptsEarlierTokens = false)
    {
        var clock = new VirtualClock(Noon);
        return new SimulatedOura(await SimulatorServer.StartAsync(new SimulatorOptions { Time = clock, Seed = seed, AdoptsEarlierTokens = adoptsEarlierTokens }), clock);
    }

    public async Task<(int Status, string Body, HttpResponseHeaders Headers)> GetAsync(string path, string? accessToken = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Server.OuraApiBaseUrl, path));
        request.Headers.Authorization = new("Bearer", accessToken ?? Grant.AccessToken);
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse((await GetAsync(path)).Body)!;

    public async Task<List<string>> DaysAsync(string path) =>
        [.. (await GetJsonAsync(path))["data"]!.AsArray().Select(row => (string)row!["day"]!)];

    public async Task<(int Status, string Body)> PostTokenAsync(string refreshToken, string secret = "sim-oura-client-secret")
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refreshToken,
            ["client_id"] = "sim-oura-client",
            ["client_secret"] = secret,
        });
        using var response = await _http.PostAsync(new Uri(Server.OuraAuthBaseUrl, "/oauth/token"), form);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }
}
