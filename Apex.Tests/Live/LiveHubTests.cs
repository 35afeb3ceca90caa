using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Live;

/// <summary>The public JavaScript client against the real host.</summary>
public sealed class LiveHubTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task SubscribeUser_NightArrives_ClientHearsItsValuesAndAHigherRevision(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        var (person, userId) = await ConnectAsync(host);
        var night = person.PlannedNight(Day) with { RmssdMs = 57 };
        person.SetNight(Day, night);
        using var client = NodeClient.Start(host.Url, ApexHost.ApiKey, userId.ToString());
        var start = await client.NextAsync("subscribed");

        await TellAsync(host, person);

        var change = await client.NextAsync("DailyMetricsChanged");
        Assert.Equal((0, "2026-05-04", 0, 0), ((long)start["revision"]!, (string?)start["today"], start["days"]!.AsArray().Count, start["nudges"]!.AsArray().Count));
        Assert.Equal(userId.ToString(), (string?)change["userId"]);
        Assert.True((long)change["revision"]! > 0);
        var day = Assert.Single(change["days"]!.AsArray(), day => (string?)day!["date"] == "2026-05-04")!; // the vendor lists the night before too
        Assert.Equal(
            ("2026-05-04", 57, (double)night.LowestHeartRateBpm!, "oura", "rmssd_night"),
            ((string?)day["date"], (double)day["hrvAvg"]!, (double)day["rhrAvg"]!, (string?)day["wearableSource"], (string?)day["hrvKind"]));
        var freshness = await client.NextAsync("FreshnessChanged");
        Assert.Contains(freshness["signals"]!.AsArray(), signal => (string?)signal!["signal"] == "sleep" && (string?)signal["state"] == "fresh");
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task SubscribeUser_OnlyTimePasses_ClientHearsThatTheNightIsDue(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        var (person, userId) = await ConnectAsync(host);
        person.SetNight(Day, person.PlannedNight(Day));
        using var client = NodeClient.Start(host.Url, ApexHost.ApiKey, userId.ToString());
        await client.NextAsync("subscribed");
        await TellAsync(host, person);
        await client.NextAsync("FreshnessChanged");

        // Midnight of the person's: today's night is expected from now on. The sweep's own clock is the one that moves.
        time.SetTo(new DateTimeOffset(Day.AddDays(1), TimeOnly.MinValue, TimeSpan.FromHours(2)));
        await Eventually.TrueAsync(
            async () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return (await host.QueryAsync("SELECT state FROM freshness WHERE signal = 'Sleep'", reader => reader.GetString(0)))[0] == "due";
            },
            "the sweep has stored it");

        var heard = await client.NextAsync("FreshnessChanged", change => (string?)Sleep(change)["state"] != "fresh"); // told before midnight
        Assert.Equal(("due", "none", false), ((string?)Sleep(heard)["state"], (string?)Sleep(heard)["cause"], (bool)Sleep(heard)["inferred"]!));

        static JsonNode Sleep(JsonNode change) => change["signals"]!.AsArray().Single(signal => (string?)signal!["signal"] == "sleep")!;
    }

    [Fact]
    public async Task SubscribeFleet_DeadLetter_IsCounted()
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres, new ManualTime());
        var (person, _) = await ConnectAsync(host);
        host.Simulator.Faults.Inject(Vendor.Oura, new Fault.WrongJson(BrokenBody.WrongTypes), person, path: "/v2/");
        using var client = NodeClient.Start(host.Url, ApexHost.ApiKey, "fleet");
        var start = await client.NextAsync("subscribed");

        await TellAsync(host, person);

        var change = await client.NextAsync("DeadLetterChanged");
        Assert.Equal((1, 0), ((long)start["people"]!, (long)start["openDeadLetters"]!));
        Assert.Equal(1, (long)change["open"]!);
        Assert.True((long)change["revision"]! >= (long)start["revision"]!);
    }

    [Theory]
    [InlineData("00000000-0000-7000-8000-000000000001", "There is no user with this id.")]
    [InlineData("ada", "The user id must be a UUID.")]
    public async Task SubscribeUser_WrongId_SaysWhatIsWrong(string id, string expected)
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var client = NodeClient.Start(host.Url, ApexHost.ApiKey, id);

        Assert.EndsWith(expected, (string?)await client.NextAsync("refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_WithoutKeyOrScope_IsRefused()
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var api = host.Api();
        var made = await api.PostAsJsonAsync("/api/v1/api-keys", new { name = "phones", scopes = new[] { "ingest" } }, TestContext.Current.CancellationToken);
        var ingestOnly = (string?)(await made.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["key"];
        using var nobody = NodeClient.Start(host.Url, null, "fleet");
        using var wrongKey = NodeClient.Start(host.Url, ApexHost.ApiKey + "x", "fleet");
        using var wrongScope = NodeClient.Start(host.Url, ingestOnly, "fleet");

        Assert.Contains("'401'", (string?)await nobody.NextAsync("failed"), StringComparison.Ordinal);
        Assert.Contains("'401'", (string?)await wrongKey.NextAsync("failed"), StringComparison.Ordinal);
        Assert.Contains("'403'", (string?)await wrongScope.NextAsync("failed"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1&access_token=" + ApexHost.ApiKey, HttpStatusCode.OK)]
    [InlineData("/hubs/live/negotiate?negotiateVersion=1&access_token=wrong", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/users?access_token=" + ApexHost.ApiKey, HttpStatusCode.Unauthorized)]
    public async Task AccessTokenInTheAddress_IsBelievedByTheHubOnly(string address, HttpStatusCode expected)
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var client = host.CreateClient();

        using var answer = await client.PostAsync(address, null, TestContext.Current.CancellationToken);

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Connect_FromAPageOfAnotherSite_IsRefused()
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var client = host.Api();
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");

        using var answer = await client.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    // A busy machine may hear 503 first, and vendors send again.
    private static Task TellAsync(ApexHost host, VirtualPerson person) =>
        Eventually.TrueAsync(async () => await host.Simulator.Oura.NotifyNightAsync(person, Day) == 200, "the notice is taken");

    private static async Task<(VirtualPerson Person, Guid UserId)> ConnectAsync(ApexHost host)
    {
        var person = host.Simulator.World.AddPerson("ada");
        var (access, refresh, expiresAt) = host.Simulator.Oura.Grant(person);
        var userId = await TestPeople.AddUserAsync(host.Storage, "ada", person.ZoneId);
        await TestPeople.ConnectAsync(
            host.Storage, userId, "oura", host.Simulator.Oura.UserIdOf(person), host.Services.GetRequiredService<SecretCipher>(), access, refresh, expiresAt);
        return (person, userId);
    }
}
