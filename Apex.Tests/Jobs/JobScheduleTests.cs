using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Storage;
using Apex.Tests.EndToEnd;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Jobs;

public sealed class JobScheduleTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Host_WithJobs_RunsThemByItself(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, settings: ("Apex:Jobs:Enabled", "true"));

        await Eventually.TrueAsync(async () => await host.CountAsync("job_runs WHERE job = 'plan_polls' AND ended_at IS NOT NULL") > 0, "the planner has run");
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Jobs_OfAHostThatHasJustStarted_SayWhenTheyRunNext(StorageKind kind)
    {
        await using var host = await ApexHost.StartAsync(kind, postgres, new ManualTime(), ("Apex:Jobs:Enabled", "true"));

        var jobs = await host.Services.GetRequiredService<JobReader>().ReadAsync(TestContext.Current.CancellationToken);

        var start = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        Assert.Equal([("expire", start.AddMinutes(1)), ("plan_polls", (DateTimeOffset?)start.AddSeconds(10)), ("refresh_tokens", start.AddSeconds(40))], jobs.Jobs.Select(job => (job.Name, job.NextAt)));
    }

    // The webhook of the night is lost; 08:50 of a wearer in UTC has passed at the scene's noon.
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task PlanPolls_TheWebhookOfTheNightWasLost_TheGapCheckBringsIt(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectOuraAsync();
        scene.Person.SetNight(RoadScene.Today, scene.Person.PlannedNight(RoadScene.Today) with { RmssdMs = 63 });
        var jobs = scene.Host.Services.GetRequiredService<JobRunner>();

        await Eventually.TrueAsync(
            async () =>
            {
                scene.Time.Advance(TimeSpan.FromMinutes(20));
                await jobs.RunAsync("plan_polls", TestContext.Current.CancellationToken);
                scene.Time.Advance(TimeSpan.FromSeconds(31)); // to the gap check, no further: minutes that pass during the fetch would end its lease
                await scene.SettledAsync();
                return (await scene.DayAsync(RoadScene.Today))?.HrvMs == 63;
            },
            "the night is stored");

        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Apex.Simulator.Traffic.Vendor.Oura, "sleep"));
    }
}
