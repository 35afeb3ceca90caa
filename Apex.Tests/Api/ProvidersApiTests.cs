using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Apex.Web.Road;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Api;

public sealed class ProvidersApiTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task AckRecord_OfKnownPosts_CountsEachOnceBeforeAndAfterItIsWritten(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        await api.PostAsync($"/api/v1/users/{await api.AddUserAsync("ada")}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);

        // Three accepted, two forged, one too large, one answered 503, one that only asks whether anybody is there.
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, await ForgeAsync(host, bytes: 2));
        Assert.Equal(HttpStatusCode.Unauthorized, await ForgeAsync(host, bytes: 2));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await ForgeAsync(host, bytes: (1 << 20) + 1));
        using (host.Services.GetRequiredService<InFlightBytes>().TryTake(InFlightBytes.Max))
        {
            Assert.Equal(503, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        }

        using var probe = new HttpRequestMessage(HttpMethod.Head, "/api/webhooks/oura");
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(probe)).StatusCode);

        var before = await OuraAsync(api);
        Assert.Equal((3, 3, 1), Answers(before, "ackLastHour"));
        Assert.Equal(time.GetUtcNow(), (DateTimeOffset)before["lastDeliveryAt"]!);
        Assert.Equal((10, 0), ((int)before["ackLimit"]!["withinSeconds"]!, (int)before["ackLastHour"]!["overLimit"]!));
        Assert.InRange((int)before["ackLastHour"]!["p99Ms"]!, 1, (int)before["ackLastHour"]!["slowestMs"]!);

        time.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(async () => await host.CountAsync("ack_minutes WHERE answer = 'unavailable'") == 1, "the record is written");
        Assert.Equal((3, 3, 1), Answers(await OuraAsync(api), "ackLastHour"));

        time.Advance(TimeSpan.FromHours(1));
        var after = await OuraAsync(api);
        Assert.Equal(((0, 0, 0), (3, 3, 1)), (Answers(after, "ackLastHour"), Answers(after, "ackLastDay")));
        Assert.Null(after["ackLastHour"]!["p99Ms"]);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Quota_AfterAFetch_IsWhatTheVendorCounted(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        await api.PostAsync($"/api/v1/users/{await api.AddUserAsync("ada")}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");

        var oura = await OuraAsync(api);

        var gauge = Assert.Single(oura["quota"]!.AsArray())!;
        Assert.Equal(("app_5min", 300, "app", 5000), ((string)gauge["name"]!, (int)gauge["spanSeconds"]!, (string)gauge["scope"]!, (int)gauge["limit"]!));
        Assert.Equal(host.Simulator.Calls.Count(Apex.Simulator.Traffic.Vendor.Oura, "sleep"), (int)gauge["used"]!);
        Assert.Equal((int)gauge["used"]!, (int)oura["callsLastHour"]!["requests"]!);
        Assert.Equal(["notification", "manual", "gap_check", "poll", "backfill"], gauge["classes"]!.AsArray().Select(room => (string)room!["class"]!));
        Assert.Equal([4000, 3600, 3200, 2800, 2000], gauge["classes"]!.AsArray().Select(room => (int)room!["ceiling"]!));
        Assert.Equal(1, (int)oura["connections"]!["active"]!["value"]!);
    }

    private static async Task<JsonNode> OuraAsync(HttpClient api) =>
        (await api.GetAsync("/api/v1/providers", HttpStatusCode.OK)).Body!["items"]!.AsArray().Single(item => (string)item!["name"]! == "oura")!;

    private static (int Accepted, int Refused, int Unavailable) Answers(JsonNode provider, string span) =>
        ((int)provider[span]!["accepted"]!, (int)provider[span]!["refused"]!, (int)provider[span]!["unavailable"]!);

    private static async Task<HttpStatusCode> ForgeAsync(ApexHost host, int bytes)
    {
        using var client = host.CreateClient();
        using var body = new StringContent(new string(' ', bytes), Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/api/webhooks/oura", UriKind.Relative), body);
        return answer.StatusCode;
    }
}
