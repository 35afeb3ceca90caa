using System.Net;
using System.Text;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class DeadLettersApiTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Replay_AfterTheVendorIsWell_BringsTheDay(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        using (host.Simulator.Faults.Inject(Vendor.Oura, new Fault.WrongJson(BrokenBody.WrongTypes)))
        {
            Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
            await Eventually.TrueAsync(async () => await host.CountAsync("dead_letters") == 1, "the letter is there");
        }

        var listed = (await api.GetAsync($"/api/v1/dead-letters?state=open&userId={userId}", HttpStatusCode.OK)).Body!["items"]!.AsArray();
        var id = (long)Assert.Single(listed)!["id"]!;
        var story = (await api.GetAsync($"/api/v1/dead-letters/{id}", HttpStatusCode.OK)).Body!;
        var message = Assert.Single(story["messages"]!.AsArray())!;
        var replayed = (await api.CallAsync(HttpMethod.Post, $"/api/v1/dead-letters/{id}/replay", null, HttpStatusCode.Accepted)).Body!;

        Assert.Equal(("oura", "sleep", "open"), ((string)story["letter"]!["provider"]!, (string)story["letter"]!["family"]!, (string)story["letter"]!["state"]!));
        Assert.Equal("dead", (string)message["message"]!["state"]!);
        Assert.Contains("$.event_type: string", message["outline"]!.AsArray().Select(path => (string)path!));
        Assert.Equal(("replayed", "key:bootstrap"), ((string)replayed["state"]!, (string)replayed["stateBy"]!));
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");
        await api.CallAsync(HttpMethod.Post, $"/api/v1/dead-letters/{id}/replay", null, HttpStatusCode.Conflict);
        Assert.Equal(
            [("key:bootstrap", $"dead_letter:{id}")],
            await host.QueryAsync("SELECT actor, target FROM audit_log WHERE action = 'dead_letter.replay'", reader => (reader.GetString(0), reader.GetString(1))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Unreadable_StillUnreadable_RefusesReplayAndCanBeDiscarded(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres);
        using var api = host.Api();
        Assert.Equal(200, await host.Simulator.Webhooks.SendAsync(host.Simulator.Oura.Sign(Encoding.UTF8.GetBytes("""{"user_id":"u-1","secret_value":71}"""))));
        var letter = Assert.Single((await api.GetAsync("/api/v1/dead-letters", HttpStatusCode.OK)).Body!["items"]!.AsArray())!;
        var id = (long)letter["id"]!;

        var story = (await api.GetAsync($"/api/v1/dead-letters/{id}", HttpStatusCode.OK)).Body!;
        var refused = await api.CallAsync(HttpMethod.Post, $"/api/v1/dead-letters/{id}/replay", null, HttpStatusCode.Conflict);
        var discarded = (await api.CallAsync(HttpMethod.Post, $"/api/v1/dead-letters/{id}/discard", null, HttpStatusCode.OK)).Body!;

        var message = Assert.Single(story["messages"]!.AsArray())!;
        Assert.Equal(["$.user_id: string", "$.secret_value: number"], message["outline"]!.AsArray().Select(path => (string)path!));
        Assert.DoesNotContain("71", message["outline"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("data_type_missing", (string)refused.Body!["detail"]!, StringComparison.Ordinal);
        Assert.Equal("discarded", (string)discarded["state"]!);
        Assert.Equal(1, await host.CountAsync("inbox_messages WHERE state = 'settled'"));

        var messageId = (long)message["message"]!["id"]!;
        var revealed = (await api.GetAsync($"/api/v1/messages/{messageId}/body", HttpStatusCode.OK)).Body!;
        Assert.Equal(("utf8", """{"user_id":"u-1","secret_value":71}"""), ((string)revealed["encoding"]!, (string)revealed["body"]!));
        Assert.Equal(1, await host.CountAsync($"audit_log WHERE action = 'message.reveal' AND target = 'message:{messageId}'"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Unreadable_ReadableAfterAFix_GoesOnTheRoadWithItsFirstReceipt(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        var received = time.GetUtcNow();
        Assert.Equal(200, await host.Simulator.Webhooks.SendAsync(host.Simulator.Oura.Sign("{\"user_id\":\"u-1\"}"u8.ToArray())));

        // As if a release had learned to read it: what is stored becomes readable.
        var sound = host.Simulator.Oura.BuildNotification(person, "sleep", "create", person.NightOf(Day)!.Id).Body;
        await host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE inbox_messages SET body = @body, body_bytes = @bytes WHERE family = 'unreadable'", ("@body", (byte[])[0, .. sound]), ("@bytes", sound.Length)));
        time.Advance(TimeSpan.FromMinutes(5));
        var id = (long)(await api.GetAsync("/api/v1/dead-letters", HttpStatusCode.OK)).Body!["items"]![0]!["id"]!;
        await api.CallAsync(HttpMethod.Post, $"/api/v1/dead-letters/{id}/replay", null, HttpStatusCode.Accepted);

        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");
        Assert.Equal(2, await host.CountAsync($"inbox_messages WHERE state = 'settled' AND received_at = {received.ToUnixTimeMilliseconds()}"));
    }
}
