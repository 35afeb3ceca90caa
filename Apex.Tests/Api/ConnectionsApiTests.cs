using System.Net;
using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.People;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Api;

public sealed class ConnectionsApiTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Add_AfterItsWebhook_AdoptsTheOrphanAndTheDayAppears(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = Person(host, "ada", hrvMs: 57);
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await Eventually.TrueAsync(async () => await host.CountAsync("inbox_messages WHERE state = 'orphan'") == 1, "the message waits as an orphan");
        var userId = await api.AddUserAsync("ada");

        var connected = await api.PostAsync($"/api/v1/users/{userId}/connections", Grant(host, person), HttpStatusCode.Created);

        Assert.Equal(("oura", "active", true), ((string)connected["provider"]!, (string)connected["status"]!, (bool)connected["hasToken"]!));
        var day = await Eventually.GetAsync(
            async () => (await api.CallAsync(HttpMethod.Get, $"/api/v1/users/{userId}/daily-metrics/2026-05-04")).Body, body => body?["hrvAvg"] is not null, "the day is there");
        Assert.Equal((57d, "rmssd_night", "oura"), ((double)day!["hrvAvg"]!, (string)day["hrvKind"]!, (string)day["wearableSource"]!));
        Assert.Equal("oura", (string)day["origins"]!["sleep"]!["source"]!);
        Assert.Equal((string)connected["id"]!, (string)day["origins"]!["hrv"]!["connectionId"]!);
        Assert.Equal("apex-recovery-1.0", (string)day["recovery"]!["formulaVersion"]!);
        var range = (await api.GetAsync($"/api/v1/users/{userId}/daily-metrics?from=2026-05-04&to=2026-05-05", HttpStatusCode.OK)).Body!;
        Assert.Equal(day.ToJsonString(), Assert.Single(range["items"]!.AsArray())!.ToJsonString());
        Assert.Equal(0, await host.CountAsync("inbox_messages WHERE state <> 'settled'"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Add_Again_ReplacesTheTokensAndWakesWhatSlept(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        var first = await api.PostAsync(
            $"/api/v1/users/{userId}/connections",
            new { provider = "oura", externalUserId = host.Simulator.Oura.UserIdOf(person), accessToken = "stale", scopes = "daily personal" }, HttpStatusCode.Created);
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await Eventually.TrueAsync(async () => await host.CountAsync("work_items WHERE wait_reason = 'disconnected'") == 1, "the work sleeps until someone signs in");

        var grant = Grant(host, person);
        var second = await api.PostAsync($"/api/v1/users/{userId}/connections", grant, HttpStatusCode.OK);

        Assert.Equal((string)first["id"]!, (string)second["id"]!);
        Assert.Equal("daily personal", (string)second["scopes"]!);
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");
        var tokens = await host.QueryAsync("SELECT access_token, token_version FROM connections", reader => (reader.GetFieldValue<byte[]>(0), reader.GetInt64(1)));
        Assert.Equal(2, Assert.Single(tokens).Item2);
        Assert.Equal(grant.AccessToken, host.Services.GetRequiredService<SecretCipher>().Unprotect(tokens[0].Item1));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Add_SomeoneElsesAccount_IsAConflictUntilTheyRemoveIt(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres);
        using var api = host.Api();
        var (ada, bob) = (await api.AddUserAsync("ada"), await api.AddUserAsync("bob"));
        var grant = new { provider = "garmin", externalUserId = "g-1" };
        var hers = await api.PostAsync($"/api/v1/users/{ada}/connections", grant, HttpStatusCode.Created);

        await api.PostAsync($"/api/v1/users/{bob}/connections", grant, HttpStatusCode.Conflict);
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{bob}/connections/{hers["id"]}", null, HttpStatusCode.NotFound);
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{ada}/connections/{hers["id"]}", null, HttpStatusCode.NoContent);
        var removed = (await api.GetAsync($"/api/v1/users/{ada}/connections", HttpStatusCode.OK)).Body!["items"]!.AsArray();
        var his = await api.PostAsync($"/api/v1/users/{bob}/connections", grant, HttpStatusCode.OK);

        Assert.Equal(("removed", "user_revoked"), ((string)Assert.Single(removed)!["status"]!, (string)removed[0]!["statusCause"]!));
        Assert.Equal(bob, (Guid)his["userId"]!);
        Assert.NotEqual((string)hers["id"]!, (string)his["id"]!);
        Assert.Equal(1, await host.CountAsync("connections"));
    }

    [Theory]
    [InlineData("""{"provider":"fridge","externalUserId":"x"}""", 422, "provider")]
    [InlineData("""{"provider":"oura","externalUserId":"x"}""", 422, "accessToken")]
    [InlineData("""{"provider":"oura","externalUserId":"","accessToken":"t"}""", 422, "externalUserId")]
    [InlineData("""{"provider":"oura","externalUserId":"x","accessToken":"t","scopes":5}""", 400, "$.scopes")]
    [InlineData("""{"provider":"oura","externalUserId":"x","accessToken":"t","expiresAt":"soon"}""", 400, "$.expiresAt")]
    public async Task Add_BadInput_NamesTheFields(string json, int status, string fields)
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var api = host.Api();
        var userId = await api.AddUserAsync("ada");

        var answer = await api.CallAsync(HttpMethod.Post, $"/api/v1/users/{userId}/connections", json);

        Assert.Equal((status, fields), ((int)answer.Status, string.Join(',', answer.Body.Fields())));
    }

    internal static VirtualPerson Person(ApexHost host, string name, double hrvMs)
    {
        var person = host.Simulator.World.AddPerson(name);
        person.SetNight(Day, person.PlannedNight(Day) with { RmssdMs = hrvMs });
        return person;
    }

    internal static GrantBody Grant(ApexHost host, VirtualPerson person)
    {
        var (access, refresh, expiresAt) = host.Simulator.Oura.Grant(person);
        return new("oura", host.Simulator.Oura.UserIdOf(person), access, refresh, expiresAt);
    }

    internal sealed record GrantBody(string Provider, string ExternalUserId, string AccessToken, string RefreshToken, DateTimeOffset ExpiresAt);
}
