using System.Net;
using System.Text.Json.Nodes;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Api;

public sealed class JobsApiTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_OfAJob_IsAcceptedRecordedAndAudited(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        Assert.Equal(["expire", "plan_polls", "refresh_tokens"], (await JobsAsync(api)).Select(job => (string)job!["name"]!));
        Assert.All(await JobsAsync(api), job => Assert.Null(job!["lastRun"]));

        await api.CallAsync(HttpMethod.Post, "/api/v1/jobs/plan_polls/run", null, HttpStatusCode.Accepted);

        var run = await Eventually.GetAsync(async () => (await JobsAsync(api))[1]!["lastRun"], run => run is not null, "it has run");
        Assert.Equal(("idle", 1, "nothing was due"), ((string)run!["outcome"]!, (int)run["times"]!, (string)run["detail"]!));
        Assert.Equal(time.GetUtcNow(), (DateTimeOffset)run["endedAt"]!);
        Assert.Equal(1, await host.CountAsync("audit_log WHERE action = 'job.run' AND target = 'job:plan_polls' AND actor = 'key:bootstrap'"));
        Assert.Null((await JobsAsync(api))[0]!["lastRun"]);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Run_UnknownOrRunningElsewhere_IsRefusedAndNotAudited(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await host.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync(
                "INSERT INTO nodes (id, name, version, started_at, last_seen_at, clean_stop, leases_freed) VALUES ('2', 'another', '1.0', @now, @now, FALSE, FALSE)", ("@now", now));
            await session.ExecuteAsync("INSERT INTO job_runs (job, outcome, started_at, times, done, node) VALUES ('expire', 'running', @now, 1, 0, 'another')", ("@now", now));
        });

        var unknown = await api.CallAsync(HttpMethod.Post, "/api/v1/jobs/no_such/run", null, HttpStatusCode.NotFound);
        var running = await api.CallAsync(HttpMethod.Post, "/api/v1/jobs/expire/run", null, HttpStatusCode.Conflict);

        Assert.Equal("There is no such job.", (string)unknown.Body!["detail"]!);
        Assert.StartsWith("The job runs already", (string)running.Body!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(time.GetUtcNow(), (DateTimeOffset)(await JobsAsync(api))[0]!["runningSince"]!);
        Assert.Equal((0L, 1L), (await host.CountAsync("audit_log WHERE action = 'job.run'"), await host.CountAsync("job_runs")));
    }

    private static async Task<JsonArray> JobsAsync(HttpClient api) => (await api.GetAsync("/api/v1/jobs", HttpStatusCode.OK)).Body!["items"]!.AsArray();
}
