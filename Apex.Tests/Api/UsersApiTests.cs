using System.Net;
using System.Text.Json.Nodes;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class UsersApiTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Create_KnownExternalId_AnswersTheSamePerson(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres);
        using var api = host.Api();

        var created = await api.PostAsync("/api/v1/users", new { externalId = "crm-7", displayName = "Ada", timeZone = "Europe/Berlin" }, HttpStatusCode.Created);
        var again = await api.PostAsync("/api/v1/users", new { externalId = "crm-7", displayName = "Someone else", timeZone = "Asia/Tokyo" }, HttpStatusCode.OK);
        var read = await api.GetAsync($"/api/v1/users/{created["id"]}", HttpStatusCode.OK);

        Assert.Equal(created.ToJsonString(), again.ToJsonString());
        Assert.Equal(created.ToJsonString(), read.Body!.ToJsonString());
        Assert.Equal(
            ["id", "externalId", "displayName", "timeZone", "sleepNeedHours", "preferredSources", "createdAt"], created.AsObject().Select(field => field.Key));
        Assert.Equal(("crm-7", "Ada", "Europe/Berlin", 7.5), ((string)created["externalId"]!, (string)created["displayName"]!, (string)created["timeZone"]!, (double)created["sleepNeedHours"]!));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task List_ByCursor_TellsEveryoneOnceInOrder(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres);
        using var api = host.Api();
        var expected = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            expected.Add((await api.AddUserAsync($"person-{i}")).ToString("D"));
        }

        var told = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await api.GetAsync($"/api/v1/users?limit=2{(cursor == "" ? "" : $"&cursor={cursor}")}", HttpStatusCode.OK)).Body!;
            told.AddRange(page["items"]!.AsArray().Select(user => (string)user!["id"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), told);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Patch_ZoneAndPreferences_AreStoredWithTheZonesHistory(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var id = await api.AddUserAsync("ada");
        time.Advance(TimeSpan.FromHours(1));

        var changed = await api.CallAsync(
            HttpMethod.Patch, $"/api/v1/users/{id}", """{"timeZone":"Asia/Tokyo","sleepNeedHours":8.25,"preferredSources":{"resting_hr":"garmin","sleep":"oura"}}""", HttpStatusCode.OK);
        var emptied = await api.CallAsync(HttpMethod.Patch, $"/api/v1/users/{id}", """{"preferredSources":{}}""", HttpStatusCode.OK);

        Assert.Equal(("ada", "Asia/Tokyo", 8.25), ((string)changed.Body!["displayName"]!, (string)changed.Body["timeZone"]!, (double)changed.Body["sleepNeedHours"]!));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"resting_hr":"garmin","sleep":"oura"}"""), changed.Body["preferredSources"]));
        Assert.Empty(emptied.Body!["preferredSources"]!.AsObject());
        Assert.Equal(
            [("Europe/Berlin", new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero)), ("Asia/Tokyo", new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero))],
            await host.QueryAsync("SELECT time_zone, since FROM user_zones ORDER BY since", reader => (reader.GetString(0), reader.Instant(1))));
    }
}
