using System.Net;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Api;

public sealed class ProviderGateApiTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = new(2026, 5, 4);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Pause_AVendor_StillReceivesAndFetchesWhenResumed(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var person = ConnectionsApiTests.Person(host, "ada", hrvMs: 57);
        var userId = await api.AddUserAsync("ada");
        await api.PostAsync($"/api/v1/users/{userId}/connections", ConnectionsApiTests.Grant(host, person), HttpStatusCode.Created);

        var paused = (await api.CallAsync(HttpMethod.Post, "/api/v1/providers/oura/pause", null, HttpStatusCode.OK)).Body!;
        Assert.Equal((time.GetUtcNow(), "key:bootstrap", "closed"), ((DateTimeOffset)paused["pausedAt"]!, (string)paused["pausedBy"]!, (string)paused["circuit"]!));
        Assert.Equal(200, await host.Simulator.Oura.NotifyNightAsync(person, Day));
        await FetchLoopLooksAsync(host, time);
        Assert.Equal((0, 1L), (host.Simulator.Calls.Count(Vendor.Oura, "sleep"), await host.CountAsync("work_items WHERE fence = 0")));

        var resumed = (await api.CallAsync(HttpMethod.Post, "/api/v1/providers/oura/resume", null, HttpStatusCode.OK)).Body!;
        Assert.Null(resumed["pausedAt"]);
        await Eventually.TrueAsync(async () => await host.CountAsync("daily_metrics WHERE hrv_avg = 57") == 1, "the day is there");
        Assert.Equal(
            [("provider.pause", "key:bootstrap", "provider:oura"), ("provider.resume", "key:bootstrap", "provider:oura")],
            await host.QueryAsync(
                "SELECT action, actor, target FROM audit_log WHERE action LIKE 'provider.%' ORDER BY id", reader => (reader.GetString(0), reader.GetString(1), reader.GetString(2))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ResetCircuit_OpenAndBraked_IsAskedAgainAtOnce(StorageKind kind)
    {
        var time = new ManualTime();
        await using var host = await ApexHost.StartAsync(kind, postgres, time);
        using var api = host.Api();
        var gate = host.Services.GetRequiredService<ProviderGate>();
        await gate.ChangeAsync("oura", health => health with { OpenedAt = time.GetUtcNow(), OpenUntil = time.GetUtcNow().AddMinutes(5), Opens = 3, Error = "http_503", BrakedAt = time.GetUtcNow() });

        var reset = (await api.CallAsync(HttpMethod.Post, "/api/v1/providers/oura/reset-circuit", null, HttpStatusCode.OK)).Body!;

        Assert.Equal(("closed", null, null, null), ((string)reset["circuit"]!, (string?)reset["reason"], (string?)reset["openUntil"], (string?)reset["brakedAt"]));
        Assert.Null(gate.ClosedUntil("oura"));
        Assert.Equal(1, await host.CountAsync("audit_log WHERE action = 'provider.reset_circuit'"));
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("reset-circuit")]
    public async Task Any_OfAnUnknownProvider_Answers404AndLeavesNothing(string deed)
    {
        await using var host = await ApexHost.StartAsync(StorageKind.Sqlite, postgres);
        using var api = host.Api();

        await api.CallAsync(HttpMethod.Post, $"/api/v1/providers/fridge/{deed}", null, HttpStatusCode.NotFound);

        Assert.Equal((0L, 0L), (await host.CountAsync("provider_health"), await host.CountAsync("audit_log WHERE action LIKE 'provider.%'")));
    }

    /// <summary>Twice, so that one whole look lies behind what came before.</summary>
    private static async Task FetchLoopLooksAsync(ApexHost host, ManualTime time)
    {
        var loop = host.Services.GetRequiredService<WorkLoops>().Loops.Single(loop => loop is { Provider: "oura", Lane: Lanes.Fetch });
        for (var i = 0; i < 2; i++)
        {
            var since = time.GetUtcNow();
            await Eventually.TrueAsync(
                () =>
                {
                    time.Advance(TimeSpan.FromSeconds(1));
                    return Task.FromResult(loop.LastLookedAt > since);
                },
                "the loop has looked");
        }
    }
}
