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

                // Due by now, and before its lease is renewed: a longer leap would pass over the lease of what runs.
                scene.Time.Advance(TimeSpan.FromSeconds(31));
                await scene.SettledAsync();
                return (await scene.DayAsync(RoadScene.Today))?.HrvMs == 63;
            },
            "the night is stored");

        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Apex.Simulator.Traffic.Vendor.Oura, "sleep"));
    }
}
