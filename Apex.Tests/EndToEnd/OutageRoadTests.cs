using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Apex.Web.Road;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>What a vendor was refused, and never sends again, arrives all the same.</summary>
public sealed class OutageRoadTests(PostgresServer postgres)
{
    private static readonly DateOnly Day = RoadScene.Today;

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Notification_RefusedAndNeverRepeated_ArrivesByReconcile(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectOuraAsync();
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 57 });
        scene.Person.SetDay(Day, scene.Person.PlannedDay(Day) with { Steps = 4321 });
        using (scene.Host.Services.GetRequiredService<InFlightBytes>().TryTake(InFlightBytes.Max))
        {
            Assert.Equal(503, await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day));
        }

        var stored = await LaterAsync(scene, () => scene.DayAsync(Day), day => day?.HrvMs is not null, "the night is stored");

        Assert.Equal((57.0, 4321), (stored!.HrvMs, stored.Steps));
        Assert.Equal(0, await scene.Host.CountAsync("inbox_messages"));
        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Oura, "sleep"));
        Assert.Equal([("refused", 1L, "oura", true, 1L)], await OutagesAsync(scene));
    }

    [Fact]
    public async Task Notification_RefusedBecauseTheWriterStandsStill_IsAnOutageAndReconciled()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        await scene.ConnectOuraAsync();
        scene.Person.SetNight(Day, scene.Person.PlannedNight(Day) with { RmssdMs = 57 });
        var held = new TaskCompletionSource();
        var holder = scene.Host.Storage.Writer.RunAsync(WriteLane.Ack, _ => held.Task);
        Assert.Equal(503, await scene.Host.Simulator.Oura.NotifyNightAsync(scene.Person, Day));
        held.SetResult();
        await holder;

        await LaterAsync(scene, () => OutagesAsync(scene), outages => outages is [(_, _, _, true, _)], "the reconcile is planned");

        Assert.Equal([("refused", 1L, "oura", true, 1L)], await OutagesAsync(scene));
        await LaterAsync(scene, () => scene.Host.CountAsync("runs WHERE family = 'reconcile' AND outcome IN ('stored', 'unchanged')"), runs => runs == 1, "it has run");
        Assert.Equal(57, (await scene.DayAsync(Day))!.HrvMs);
    }

    /// <summary>Looks again and again, ten seconds of the host's time apart.</summary>
    private static Task<T> LaterAsync<T>(RoadScene scene, Func<Task<T>> look, Func<T, bool> isThere, string what) => Eventually.GetAsync(
        () =>
        {
            scene.Time.Advance(TimeSpan.FromSeconds(10));
            return look();
        },
        isThere,
        what);

    private static Task<List<(string, long, string, bool, long)>> OutagesAsync(RoadScene scene) => scene.Host.QueryAsync(
        "SELECT kind, refused, providers, reconciled, planned FROM outages",
        reader => (reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetBoolean(3), reader.GetInt64(4)));
}
