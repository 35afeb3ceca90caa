using System.Net;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class WorkAndRunsApiTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task WorkItem_ThatWaits_CanBeTriedNowAndItsRunsTellTheStory(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        using (host.Simulator.Faults.Inject(Vendor.Oura, new Fault.ServerError()))
        {
            Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
            await Eventually.TrueAsync(async () => await host.CountAsync("work_items WHERE wait_reason = 'retry'") == 1, "the work waits");
        }

        var item = Assert.Single((await api.GetAsync($"/api/v1/work-items?state=waiting&userId={userId}", HttpStatusCode.OK)).Body!["items"]!.AsArray())!;
        Assert.Equal(("oura", "sleep", "fetch", "waiting", "retry", 1), ((string)item["provider"]!, (string)item["family"]!, (string)item["lane"]!, (string)item["state"]!, (string)item["waitReason"]!, (int)item["tries"]!));
        await api.CallAsync(HttpMethod.Post, $"/api/v1/work-items/{item["id"]}/retry", null, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");

        var runs = (await api.GetAsync($"/api/v1/users/{userId}/runs", HttpStatusCode.OK)).Body!["items"]!.AsArray();
        Assert.Equal(["stored", "retry"], runs.Select(run => (string)run!["outcome"]!));
        Assert.Equal((503, "fetch"), ((int)runs[1]!["httpStatus"]!, (string)runs[1]!["stage"]!));
        var story = (await api.GetAsync($"/api/v1/runs/{runs[0]!["id"]}", HttpStatusCode.OK)).Body!;
        Assert.Equal(["claim", "fetch", "normalize", "merge"], story["steps"]!.AsArray().Select(step => (string)step!["name"]!));
        Assert.Equal("settled", (string)Assert.Single(story["messages"]!.AsArray())!["state"]!);
        var payload = Assert.Single(story["rawPayloads"]!.AsArray())!;
        var raw = (await api.GetAsync($"/api/v1/raw-payloads/{payload["id"]}", HttpStatusCode.OK)).Body!;
        Assert.Contains(person.NightOf(Day)!.Id, (string)raw["content"]!["body"]!, StringComparison.Ordinal);
        Assert.Equal(1, await host.CountAsync("audit_log WHERE action = 'raw_payload.reveal' AND actor = 'key:bootstrap'"));
        Assert.Single((await api.GetAsync($"/api/v1/messages?userId={userId}&state=settled&provider=oura", HttpStatusCode.OK)).Body!["items"]!.AsArray());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task WorkItem_Cancelled_IsGoneAndItsMessageSettled(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        using var fault = host.Simulator.Faults.Inject(Vendor.Oura, new Fault.ServerError());
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await Eventually.TrueAsync(async () => await host.CountAsync("work_items WHERE wait_reason = 'retry'") == 1, "the work waits");
        var id = (long)(await api.GetAsync("/api/v1/work-items", HttpStatusCode.OK)).Body!["items"]![0]!["id"]!;

        await api.CallAsync(HttpMethod.Post, $"/api/v1/work-items/{id}/cancel", null, HttpStatusCode.NoContent);

        await api.GetAsync($"/api/v1/work-items/{id}", HttpStatusCode.NotFound);
        Assert.Equal((0L, 1L), (await host.CountAsync("work_items"), await host.CountAsync("inbox_messages WHERE state = 'settled'")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Erase_APersonWithData_LeavesNoRowOfThem(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime());
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var (userId, other) = (await api.AddUserAsync("ada"), await api.AddUserAsync("bob"));
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");

        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{userId}", null, HttpStatusCode.Accepted);

        await api.GetAsync($"/api/v1/users/{userId}", HttpStatusCode.NotFound);
        await api.GetAsync($"/api/v1/users/{userId}/daily-metrics/2026-05-04", HttpStatusCode.NotFound);
        await Eventually.TrueAsync(async () => await host.CountAsync("users") == 1, "the person's row is gone, and it goes last");
        string[] tables = ["connections", "inbox_messages", "work_items", "runs", "dead_letters", "raw_payloads", "source_records", "source_days", "daily_metrics", "freshness"];
        foreach (var table in tables)
        {
            Assert.Equal((table, 0L), (table, await host.CountAsync(table)));
        }

        Assert.Equal(HttpStatusCode.OK, (await api.CallAsync(HttpMethod.Get, $"/api/v1/users/{other}")).Status);
        Assert.NotEqual(userId, await api.AddUserAsync("ada"));
    }
}
