using System.Net;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Apex.Tests.Support;

namespace Apex.Tests.Backfill;

/// <summary>Over the API and real HTTP to the simulated ring: who connects finds the month before.</summary>
public sealed class ConnectBackfillTests(PostgresServer postgres)
{
    private static readonly (string, string) On = ("Apex:Backfill:OnConnectDays", "30");

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Connect_ThirtyDaysAppear_WithOneCallPerTypeAndChunk(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time, On);
        using var api = host.Api();
        var person = host.Simulator.World.AddPerson("ada", zoneId: "Europe/Berlin");
        var userId = await api.AddUserAsync("ada");

        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        time.Advance(TimeSpan.FromSeconds(6));

        var done = await Eventually.GetAsync(async () => (await api.GetAsync($"/api/v1/users/{userId}/backfills", HttpStatusCode.OK)).Body!["items"]![0]!, view => (string)view["state"]! == "done", "done");
        Assert.Equal(
            ("oura", "2026-04-05", "2026-05-04", 30, 30, 3, 3, 0, "connect"),
            ((string)done["provider"]!, (string)done["startDate"]!, (string)done["endDate"]!, (int)done["days"]!, (int)done["daysDone"]!, (int)done["chunks"]!,
                (int)done["chunksDone"]!, (int)done["chunksFailed"]!, (string)done["requestedBy"]!));
        var days = (await api.GetAsync($"/api/v1/users/{userId}/daily-metrics?from=2026-04-05&to=2026-05-03", HttpStatusCode.OK)).Body!["items"]!.AsArray();
        Assert.Equal(29, days.Count(day => day!["sleepDurationHours"] is not null && day["steps"] is not null));
        Assert.Equal((3L, 3L), (host.Simulator.Calls.Count(Vendor.Oura, "sleep"), host.Simulator.Calls.Count(Vendor.Oura, "daily_activity")));
        await Eventually.TrueAsync(async () => await host.CountAsync("work_items") == 0, "nothing is left to do");
    }

    [Fact]
    public async Task Connect_AgainAndAfterRemoval_BeginsAnewOnlyAfterTheRemoval()
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres, time, On);
        using var api = host.Api();
        var person = host.Simulator.World.AddPerson("ada", zoneId: "Europe/Berlin");
        var path = $"/api/v1/users/{await api.AddUserAsync("ada")}";

        var connection = await api.PostAsync($"{path}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        await api.PostAsync($"{path}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.OK);
        Assert.Equal(["planned"], await StatesAsync(api, path));
        await api.CallAsync(HttpMethod.Delete, $"{path}/connections/{connection["id"]}", null, HttpStatusCode.NoContent);
        Assert.Equal(["cancelled"], await StatesAsync(api, path));
        Assert.Equal(0, await host.CountAsync("work_items"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await api.PostAsync($"{path}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.OK);

        Assert.Equal(["planned", "cancelled"], await StatesAsync(api, path));
    }

    [Fact]
    public async Task Request_WrongOrOfAVendorThatOnlyPushes_SaysWhatToDo()
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres, new ManualTime());
        using var api = host.Api();
        var path = $"/api/v1/users/{await api.AddUserAsync("ada")}";
        await api.PostAsync($"{path}/connections", new { provider = "garmin", externalUserId = "g-1" }, HttpStatusCode.Created);

        var pushOnly = await api.PostAsync($"{path}/backfill", new { provider = "garmin", startDate = "2026-05-01", endDate = "2026-06-01" }, HttpStatusCode.UnprocessableEntity);
        var notConnected = await api.PostAsync($"{path}/backfill", new { provider = "oura", startDate = "2026-05-01", endDate = "2026-05-02" }, HttpStatusCode.UnprocessableEntity);

        Assert.Equal(["endDate", "provider"], ApiCalls.Fields(pushOnly).Order());
        Assert.Contains("only pushes", (string)pushOnly["errors"]!["provider"]![0]!);
        Assert.Contains("add one first", (string)notConnected["errors"]!["provider"]![0]!);
        Assert.Equal(["only_pushes"], (await api.PostAsync($"{path}/sync", new { }, HttpStatusCode.Accepted))["skipped"]!.AsArray().Select(vendor => (string)vendor!["reason"]!));
        await api.PostAsync($"/api/v1/users/{Guid.NewGuid()}/backfill", new { provider = "oura", startDate = "2026-05-01", endDate = "2026-05-02" }, HttpStatusCode.NotFound);
    }

    private static async Task<string[]> StatesAsync(HttpClient api, string path) =>
        [.. (await api.GetAsync($"{path}/backfills", HttpStatusCode.OK)).Body!["items"]!.AsArray().Select(view => (string)view!["state"]!)];
}
