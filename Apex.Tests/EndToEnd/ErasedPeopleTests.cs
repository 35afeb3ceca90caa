using System.Net;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Who was erased stays erased, whatever their vendor goes on sending.</summary>
public sealed class ErasedPeopleTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_AfterTheErasure_IsAckedAndLeavesNothingBehind(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        Assert.Equal(200, await PushStepsAsync(scene, 1111));
        await scene.SettledAsync();
        await EraseAsync(scene);

        Assert.Equal((200, "dropped"), await AnswerAsync(scene, StepsOf(scene, 2222)));
        Assert.Equal((200, "dropped"), await AnswerAsync(scene, scene.Host.Simulator.Garmin.Push().Deregistration(scene.Person).Build()));

        foreach (var table in (string[])["inbox_messages", "work_items", "runs", "dead_letters", "connections", "daily_metrics"])
        {
            Assert.Equal((table, 0), (table, await scene.Host.CountAsync(table)));
        }

        Assert.Equal(2, scene.Host.Services.GetRequiredService<ErasedAccounts>().Dropped);
        Assert.DoesNotContain(scene.Host.Logs.Lines, line => line.Contains(scene.Host.Simulator.Garmin.UserIdOf(scene.Person), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_OfAnAccountAnotherNodeHasErased_IsDroppedAtItsClaim(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await TombstoneAsync(scene);

        Assert.Equal(200, await PushStepsAsync(scene, 2222));
        await scene.SettledAsync();

        Assert.Equal((0, 0, 0), (await scene.Host.CountAsync("inbox_messages"), await scene.Host.CountAsync("work_items"), await scene.Host.CountAsync("runs")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_OfSomebodyElseInTheSameBody_IsStored(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        await EraseAsync(scene);
        var garmin = scene.Host.Simulator.Garmin;
        var bob = scene.Host.Simulator.World.AddPerson("bob");
        var hisUser = await TestPeople.AddUserAsync(scene.Host.Storage, "bob", "Europe/Berlin");
        await TestPeople.ConnectAsync(scene.Host.Storage, hisUser, "garmin", garmin.UserIdOf(bob));

        await garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(Day) with { Steps = 2222 }).Daily(bob, bob.PlannedDay(Day) with { Steps = 4321 }).SendAsync();
        await scene.SettledAsync();

        Assert.Equal([4321], await scene.Host.QueryAsync("SELECT steps FROM daily_metrics", reader => reader.GetInt32(0)));
        Assert.Equal(1, await scene.Host.CountAsync("inbox_messages"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Account_ConnectedAgain_IsNoLongerErased(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectGarminAsync();
        await EraseAsync(scene);
        using var api = scene.Host.Api();
        var userId = await api.AddUserAsync("ada-again");

        await api.PostAsync(
            $"/api/v1/users/{userId}/connections", new { provider = "garmin", externalUserId = scene.Host.Simulator.Garmin.UserIdOf(scene.Person) }, HttpStatusCode.Created);
        Assert.Equal(200, await PushStepsAsync(scene, 3333));
        await scene.SettledAsync();

        Assert.Equal([3333], await scene.Host.QueryAsync("SELECT steps FROM daily_metrics", reader => reader.GetInt32(0)));
        Assert.Equal(0, await scene.Host.CountAsync("erased_accounts"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_ADayAfterTheErasure_AsksAVendorThatNeedsNoTokenToStop(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Auth(scene.Person, "FITBIT", scene.UserId.ToString()));
        await scene.SettledAsync();
        await EraseAsync(scene);
        await AskedAsync(1);

        await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day)));
        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Terra, "auth/deauthenticateUser"));
        scene.Time.Advance(TimeSpan.FromDays(1));
        await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day)));
        await terra.SendAsync(terra.Sleep(scene.Person, "FITBIT", scene.Person.PlannedNight(Day)));

        await AskedAsync(2);
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages"));

        Task AskedAsync(long times) => Eventually.TrueAsync(
            async () => scene.Host.Simulator.Calls.Count(Vendor.Terra, "auth/deauthenticateUser", status: 200) == times && await scene.Host.CountAsync("deregistrations") == 0,
            $"the vendor was asked {times} times");
    }

    [Fact]
    public async Task Account_ConnectedAgainOnAnotherNode_LosesNothingHere()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        await scene.ConnectGarminAsync();
        await EraseAsync(scene);
        await scene.Host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("DELETE FROM erased_accounts"));

        Assert.Equal(200, await PushStepsAsync(scene, 3333));
        await scene.SettledAsync();

        Assert.Equal(1, await scene.Host.CountAsync("inbox_messages WHERE state = 'orphan'"));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RefreshAsync_OnAnotherNodeOrAfterARestart_KnowsWhoWasErased(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await TombstoneAsync(scene);
        var erased = scene.Host.Services.GetRequiredService<ErasedAccounts>();

        await erased.RefreshAsync(CancellationToken.None);

        Assert.Equal((200, "dropped"), await AnswerAsync(scene, StepsOf(scene, 2222)));
        Assert.Equal(1, erased.Dropped);
    }

    private static Task<int> TombstoneAsync(RoadScene scene) => scene.Host.Storage.Writer.RunAsync(WriteLane.Work, session => ErasedAccountRows.AddAsync(
        session, "garmin", scene.Host.Simulator.Garmin.UserIdOf(scene.Person), scene.Time.GetUtcNow()));

    private static async Task EraseAsync(RoadScene scene)
    {
        using var api = scene.Host.Api();
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{scene.UserId}", null, HttpStatusCode.Accepted);
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("users WHERE erased_at IS NOT NULL") == 0, "the person is erased");
    }

    private static WebhookDelivery StepsOf(RoadScene scene, int steps) =>
        scene.Host.Simulator.Garmin.Push().Daily(scene.Person, scene.Person.PlannedDay(Day) with { Steps = steps }).Build();

    private static Task<int> PushStepsAsync(RoadScene scene, int steps) => scene.Host.Simulator.Webhooks.SendAsync(StepsOf(scene, steps));

    private static async Task<(int Status, string? Id)> AnswerAsync(RoadScene scene, WebhookDelivery delivery)
    {
        using var client = scene.Host.CreateClient();
        using var request = delivery.ToRequest(scene.Host.Url);
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.TryGetValues("X-Apex-Message-Id", out var ids) ? ids.Single() : null);
    }
}
