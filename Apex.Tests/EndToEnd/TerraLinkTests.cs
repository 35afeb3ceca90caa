using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Large payloads that Terra puts behind an address.</summary>
public sealed class TerraLinkTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Link_ToANight_IsStoredLikeAPush(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        var link = scene.Host.Simulator.Terra.BehindALink(NightOf(scene, hrvMs: 45));

        Assert.Equal(200, await scene.Host.Simulator.Terra.SendAsync(link));
        Assert.Equal(200, await scene.Host.Simulator.Terra.SendAsync(link));

        var stored = await SettledAsync(scene);
        Assert.Equal((45.0, "fitbit"), (stored.HrvMs, stored.Source));
        Assert.Equal(1, Fetched(scene, 200));
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages WHERE state <> 'settled'"));
    }

    [Fact]
    public async Task Link_OlderThanWhatIsStored_ReplacesNothing()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        var terra = scene.Host.Simulator.Terra;
        var older = terra.BehindALink(NightOf(scene, hrvMs: 40));
        scene.Time.Advance(TimeSpan.FromSeconds(1));
        await terra.SendAsync(NightOf(scene, hrvMs: 45));
        await scene.SettledAsync();

        await terra.SendAsync(older);

        Assert.Equal(45.0, (await SettledAsync(scene)).HrvMs);
        Assert.Equal(1, Fetched(scene, 200));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Link_WhileTheStoreIsDown_IsFollowedLater(StorageKind kind)
    {
        await using var scene = await ConnectedAsync(kind);
        scene.Host.Simulator.Faults.Inject(Vendor.Terra, new Fault.ServerError(503), times: 1, path: "/terra-payloads");
        await scene.Host.Simulator.Terra.SendAsync(scene.Host.Simulator.Terra.BehindALink(NightOf(scene, hrvMs: 45)));
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("work_items WHERE wait_reason = 'retry' AND last_error = 'http_503'") == 1, "it waits for its second try");

        scene.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(45.0, (await SettledAsync(scene)).HrvMs);
    }

    [Fact]
    public async Task Link_ThatHasExpired_IsADeadLetterThatSaysSo()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);

        await scene.Host.Simulator.Terra.SendAsync(scene.Host.Simulator.Terra.BehindALink(NightOf(scene, hrvMs: 45), validFor: TimeSpan.Zero));

        Assert.Equal(("fetch", "link_http_400"), await LetterAsync(scene));
    }

    [Theory]
    [InlineData("https://metadata.example/terra-payloads/1")]
    [InlineData("http://storage.googleapis.com/terra-payloads/1")]
    [InlineData("https://127.0.0.1/terra-payloads/1")]
    [InlineData("file:///etc/passwd")]
    public async Task Link_ToAHostNobodyAllowed_IsADeadLetterAndNotFollowed(string address)
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);

        await scene.Host.Simulator.Terra.SendAsync(scene.Host.Simulator.Terra.BehindALink(NightOf(scene, hrvMs: 45), address: new Uri(address)));

        Assert.Equal(("fetch", "host_not_allowed at $.url"), await LetterAsync(scene));
        Assert.Equal(0, Fetched(scene, null));
    }

    [Fact]
    public async Task Link_ToMoreThanAPushMayHold_IsADeadLetter()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        var night = NightOf(scene, hrvMs: 45);
        var padded = new byte[(16 << 20) + 1];
        padded.AsSpan().Fill((byte)' ');
        night.Body.CopyTo(padded, 0);

        await scene.Host.Simulator.Terra.SendAsync(scene.Host.Simulator.Terra.BehindALink(night with { Body = padded }));
        Assert.Equal(("fetch", "response_too_large"), await LetterAsync(scene));
        await scene.Host.Simulator.Terra.SendAsync(scene.Host.Simulator.Terra.BehindALink(night with { Body = padded[..^1] }));

        Assert.Equal(45.0, (await SettledAsync(scene)).HrvMs);
    }

    [Fact]
    public async Task Link_ToALink_IsNotFollowedFurther()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        var terra = scene.Host.Simulator.Terra;

        await terra.SendAsync(terra.BehindALink(terra.BehindALink(NightOf(scene, hrvMs: 45))));

        Assert.Equal(("fetch", "link_to_a_link at $.type"), await LetterAsync(scene));
        Assert.Equal(1, Fetched(scene, null));
    }

    [Fact]
    public async Task Link_ToDataOfAnErasedPerson_LeavesNothingOfTheirs()
    {
        await using var scene = await ConnectedAsync(StorageKind.Sqlite);
        var terra = scene.Host.Simulator.Terra;
        var userId = terra.UserIdOf(scene.Person, "FITBIT");
        await scene.Host.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync("DELETE FROM connections");
            await ErasedAccountRows.AddAsync(session, "terra", userId, scene.Time.GetUtcNow());
        });
        scene.Host.Services.GetRequiredService<ErasedAccounts>().Add("terra", userId);

        await terra.SendAsync(terra.BehindALink(NightOf(scene, hrvMs: 45)));
        await scene.SettledAsync();

        Assert.Equal(1, Fetched(scene, 200));
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages WHERE data_type = 'sleep'"));
        Assert.Equal(1, scene.Host.Services.GetRequiredService<ErasedAccounts>().Dropped);
    }

    private static WebhookDelivery NightOf(RoadScene scene, double hrvMs) =>
        scene.Host.Simulator.Terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day) with { RmssdMs = hrvMs });

    private static long Fetched(RoadScene scene, int? status) => scene.Host.Simulator.Calls.Count(Vendor.Terra, "payloads/{id}", status: status);

    // The link's own item ends first and raises those of what lies behind it.
    private static async Task<RoadScene.StoredDay> SettledAsync(RoadScene scene)
    {
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("inbox_messages WHERE data_type = 'sleep' AND state = 'settled'") > 0, "what lies behind the link is settled");
        return await scene.SettledDayAsync(Day);
    }

    private static async Task<(string Stage, string Error)> LetterAsync(RoadScene scene)
    {
        await scene.SettledAsync();
        return Assert.Single(await scene.Host.QueryAsync("SELECT stage, error FROM dead_letters", reader => (reader.GetString(0), reader.GetString(1))));
    }

    private async Task<RoadScene> ConnectedAsync(StorageKind kind)
    {
        var scene = await RoadScene.StartAsync(kind, postgres);
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Auth(scene.Person, "FITBIT", scene.UserId.ToString()));
        await scene.SettledAsync();
        return scene;
    }
}
