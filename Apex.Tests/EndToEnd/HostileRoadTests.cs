using System.Net;
using System.Text;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Poison through the front door: refused or kept with a reason, and the queue keeps moving.</summary>
public sealed class HostileRoadTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    public static TheoryData<string> Poison =>
    [
        "not json at all",
        "",
        "{\"dailies\":" + new string('[', 5000) + new string(']', 5000) + "}",
        "{\"dailies\":[{\"userId\":\"u\",\"steps\":1e400}]}",
        "{\"dailies\":[{\"userId\":\"u\",\"userId\":\"v\",\"steps\":1}]}",
        "{\"dailies\":[{\"userId\":\"\\u0000\\ud800\",\"summaryId\":\"x\"}]}",
        "{\"dailies\":[null,7,\"x\",[],{}]}",
        "{\"sleeps\":[{\"userId\":\"u\",\"startTimeInSeconds\":-9223372036854775808,\"durationInSeconds\":9223372036854775807}]}",
    ];

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PoisonBodies_AreAckedAndKept_AndTheNextGoodBodyIsStored(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        var garmin = scene.Host.Simulator.Garmin;
        foreach (var body in Poison)
        {
            Assert.Equal(200, await scene.Host.Simulator.Webhooks.PostAsync(garmin.Wrap(Encoding.UTF8.GetBytes(body))));
        }

        Assert.Equal(200, await scene.Host.Simulator.Webhooks.PostAsync(garmin.Wrap([(byte)'{', (byte)'"', 0xC3, 0x28, (byte)'"', (byte)'}'])));
        await garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(Day) with { Steps = 4242 }).SendAsync();

        Assert.Equal(4242, (await scene.SettledDayAsync(Day)).Steps);
        Assert.True(await scene.Host.CountAsync("dead_letters WHERE state = 'open'") > 0);
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages WHERE state = 'pending'"));
    }

    [Fact]
    public async Task UnreadableBody_Arriving_IsToldToWhoeverLooksAtDeadLetters()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        using var timeOut = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var events = scene.Host.Services.GetRequiredService<MetricsFeed>().SubscribeAsync(timeOut.Token).GetAsyncEnumerator(timeOut.Token);
        var next = events.MoveNextAsync();

        await scene.Host.Simulator.Webhooks.PostAsync(scene.Host.Simulator.Garmin.Wrap("not json"u8.ToArray()));

        while (await next && events.Current is not FeedEvent.DeadLettersChanged)
        {
            next = events.MoveNextAsync();
        }

        Assert.Equal(1, await scene.Host.CountAsync("dead_letters"));
    }

    [Fact]
    public async Task OneChangedByte_OrTooLarge_StoresNothing()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var simulator = scene.Host.Simulator;
        var notice = simulator.Oura.BuildNotification(scene.Person, "sleep", "create", "an-object");
        using var client = scene.Host.CreateClient();

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, "/api/webhooks/oura", notice.Body[..^1], notice.Headers));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, "/api/webhooks/oura", notice.Body, []));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(client, $"/api/webhooks/garmin/{simulator.Options.GarminPathSecret}x", "{}"u8.ToArray(), []));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(client, "/api/webhooks/nobody", "{}"u8.ToArray(), []));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(client, "/api/webhooks/oura", new byte[(1 << 20) + 1], notice.Headers));
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages"));
        Assert.Equal(0, await scene.Host.CountAsync("inbox_seen"));
    }

    [Fact]
    public async Task Logs_OfAFullRun_HoldNoTokensSecretsOrValues()
    {
        await using var scene = await RoadScene.StartAsync(
            StorageKind.Sqlite, postgres, "Europe/Berlin", ("Logging:LogLevel:Apex", "Trace"), ("Logging:LogLevel:System", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Information"));
        var (access, refresh, expiresAt) = scene.Host.Simulator.Oura.Grant(scene.Person);
        await scene.ConnectOuraAsync();
        await scene.ConnectGarminAsync();
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 57.123 });
        scene.Host.Simulator.Oura.ExpireAccessToken(scene.Person);
        await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day);
        await scene.Host.Simulator.Garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(Day) with { Steps = 48151 }).SendAsync();
        await scene.Host.Simulator.Webhooks.PostAsync(scene.Host.Simulator.Garmin.Wrap("{\"dailies\":[{\"steps\":\"48152-secret\"}]}"u8.ToArray()));
        await scene.SettledAsync();

        var sim = scene.Host.Simulator.Options;
        string[] secrets =
        [
            access, refresh, sim.OuraClientSecret, sim.OuraVerificationToken, sim.GarminPathSecret, sim.TerraSigningSecret, sim.TerraApiKey, ApexHost.ApiKey, "a long sentence",
            "57.123", "48151", "48152-secret",
        ];
        var lines = scene.Host.Logs.Lines.ToArray();
        Assert.Contains(lines, line => line.Contains("Ingested garmin push", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("Refreshed the token", StringComparison.Ordinal));
        Assert.NotEqual(default, expiresAt);
        Assert.All(secrets, secret => Assert.DoesNotContain(lines, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string path, byte[] body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
