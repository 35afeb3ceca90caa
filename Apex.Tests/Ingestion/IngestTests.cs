using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Ingestion;

/// <summary>Messages of an item on their way into the days, replays included.</summary>
public sealed class IngestTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_OneMessageOfAnItemUnreadable_DiesAlone(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        await road.PushAsync(
            road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 1)), road.Ring.Unreadable("ann", "day", "2026-05-04"),
            road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 9000, order: 2)));

        Assert.Equal([Kinds.Settled, Kinds.Dead, Kinds.Settled], await road.MessageStatesAsync());
        Assert.Equal(9000, (await road.DayAsync(user, Road.Today))!.Steps);
        Assert.Equal(("normalize", "shape_unknown at $", 1), Assert.Single((await road.AllAsync<DeadLetterRow>()).Select(letter => (letter.Stage, letter.Error, letter.Messages))));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TenNotifications_WhilePending_AreOneVendorCall(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        for (var i = 0; i < 10; i++)
        {
            await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04", $"o{i}"));
        }

        await road.RunDueAsync();

        Assert.Equal(1, road.Ring.Fetches);
        Assert.All(await road.MessageStatesAsync(), state => Assert.Equal(Kinds.Settled, state));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task OnlyDeletes_AreSettledWithoutAsking(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var night = TestRecords.Night(Road.Today, 7.5);
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep-data", "2026-05-04", night));
        var delete = road.Ring.Notice("ann", "sleep", "2026-05-04", night.ExternalId) with
        {
            EventType = "delete",
            Body = road.Ring.Body(new() { Records = [TestRecords.Deletion(night, order: 2)] }),
        };

        await road.PushAsync(road.Ring, delete);

        Assert.Equal(0, road.Ring.Fetches);
        Assert.Null((await road.DayAsync(user, Road.Today))!.SleepDurationHours);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Replay_AfterAParserFix_ChangesTheValuesOfTheSameVersion(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var message = road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 90));
        await road.PushAsync(road.Ring, message);

        road.Ring.Reread(message, new() { Records = [TestRecords.DaySummary(Road.Today, 9000)] });
        await ReplayAsync(road);
        Assert.Equal(9000, (await road.DayAsync(user, Road.Today))!.Steps);

        var revision = (await road.DayAsync(user, Road.Today))!.Revision;
        await ReplayAsync(road);
        Assert.Equal(revision, (await road.DayAsync(user, Road.Today))!.Revision);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Replay_OfAnOlderMessage_LeavesTheNewerOnesValues(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "2026-05-04", TestRecords.DaySummary(Road.Today, 90)));
        await road.PushAsync(road.Watch, road.Watch.Push("ann", "other", "2026-05-04"));
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "later", "2026-05-04", TestRecords.DaySummary(Road.Today, 5000, order: 2)));

        await ReplayAsync(road);

        Assert.Equal(5000, (await road.DayAsync(user, Road.Today))!.Steps);
    }

    private static async Task ReplayAsync(Road road)
    {
        await road.Storage.Writer.RunAsync(WriteLane.Work, session => OrphanAdoption.AdoptAsync(session, "ring", "ann", Kinds.Settled, road.Clock.Now, "day", "2026-05-04"));
        await road.RunDueAsync();
    }
}
