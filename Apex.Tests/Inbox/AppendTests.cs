using System.Text;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Inbox;

public sealed class AppendTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_SameDeliveryAThousandTimes_IsOneMessageAndOneItem(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var message = road.Ring.Notice("ann", "sleep", "2026-05-04") with { DeliveryKey = DeliveryKey.Of("delivery") };

        // Ten batches of a hundred: repeats inside a batch and across commits.
        for (var batch = 0; batch < 10; batch++)
        {
            await road.ReceiveAsync(road.Ring, [.. Enumerable.Repeat(message, 100)]);
        }

        Assert.Single(await road.AllAsync<MessageRow>());
        Assert.Equal((1L, 0L, Lanes.Fetch, WorkClass.Notification), Shape(await road.ItemAsync()));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_ARepeat_IsToldApartFromWhatIsNew(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var message = road.Ring.Notice("ann", "sleep", "2026-05-04") with { DeliveryKey = DeliveryKey.Of("delivery") };

        var results = await road.ReceiveAsync(road.Ring, message, message);

        var id = Assert.Single(await road.AllAsync<MessageRow>()).Id;
        Assert.Equal([new AppendResult.Stored(id, 1, 0), new AppendResult.Stored(null, 0, 1)], results);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_ContentsABAOfOneSubject_AreThreeMessagesInOrder(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var (a, b) = (Version(road, "a"), Version(road, "b"));

        await road.ReceiveAsync(road.Watch, a);
        await road.ReceiveAsync(road.Watch, a);
        await road.ReceiveAsync(road.Watch, b);
        await road.ReceiveAsync(road.Watch, a);

        Assert.Equal(["a", "b", "a"], await TypesAsync(road));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_ContentsABAOfOneSubjectInOneBatch_AreThreeMessagesInOrder(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var (a, b) = (Version(road, "a"), Version(road, "b"));

        await road.ReceiveAsync(road.Watch, a, b, b, a);

        Assert.Equal(["a", "b", "a"], await TypesAsync(road));
        Assert.Equal(3, (await road.ItemAsync()).Wanted);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_TenNotificationsOfOneFamilyAndDay_AreOneItemWantedTen(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);

        for (var i = 0; i < 10; i++)
        {
            await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04") with { DeliveryKey = DeliveryKey.Of($"d{i}") });
        }

        Assert.Equal(10, (await road.ItemAsync()).Wanted);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), (await road.AllAsync<MessageRow>()).OrderBy(row => row.Id).Select(row => row.Generation));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_ManyPeopleInOneBatch_EachHasAnItemOfTheirOwn(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);

        await road.ReceiveAsync(road.Ring, [.. Enumerable.Range(0, 300).Select(i => road.Ring.Notice($"p{i % 100:00}", "sleep", $"2026-05-0{1 + (i % 3)}"))]);

        var items = await road.AllAsync<WorkItemRow>();
        Assert.Equal((300, 300), (items.Count, items.Select(item => (item.ExternalUserId, item.Day)).Distinct().Count()));
        Assert.All(await road.AllAsync<MessageRow>(), message => Assert.Contains(items, item => item.Id == message.WorkItemId && item.ExternalUserId == message.ExternalUserId));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_AnUnreadableSlice_IsKeptAsADeadMessageWithItsLetter(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var body = Encoding.UTF8.GetBytes("{ not json " + new string('x', 3000));

        var results = await road.AppendAsync(new PendingAppend("ring", Envelope.Bad("json_invalid at $", body), road.Clock.NowMs));

        var message = Assert.Single(await road.AllAsync<MessageRow>());
        Assert.Equal([new AppendResult.Stored(message.Id, 1, 0)], results);
        Assert.Equal((Kinds.Dead, body.Length), (message.State, message.BodyBytes));
        Assert.Equal(body, BodyCodec.Decode(message.Body, message.BodyBytes));
        var letter = Assert.Single(await road.AllAsync<DeadLetterRow>());
        Assert.Equal(("receive", "json_invalid at $", "open", message.Day), (letter.Stage, letter.Error, letter.State, letter.Day));
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_TextsNoDatabaseCanKeep_AreKeptCleaned(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        const string hostile = "a\0b\uD800c";
        var message = road.Ring.Notice(hostile, hostile, hostile, hostile) with { DataType = hostile, EventType = hostile };

        var results = await road.ReceiveAsync(road.Ring, message, road.Ring.Notice("ann", "sleep", "2026-05-04"), message);

        const string clean = "a\uFFFDb\uFFFDc";
        Assert.All(results, result => Assert.IsType<AppendResult.Stored>(result));
        var stored = (await road.AllAsync<MessageRow>()).OrderBy(row => row.Id).ToList();
        Assert.Equal([clean, "ann", clean], stored.Select(row => row.ExternalUserId));
        Assert.Equal((clean, clean, clean, clean, clean), (stored[0].DataType, stored[0].EventType, stored[0].ObjectId, stored[0].Family, stored[0].Day));
        Assert.Equal(2, (await road.AllAsync<WorkItemRow>()).Count);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Append_AnUnreadableSliceWithAHostileReason_IsKept(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);

        await road.AppendAsync(new PendingAppend("ring", Envelope.Bad("unknown at $.a\0b", new byte[] { 0, 255 }), road.Clock.NowMs));

        Assert.Equal("unknown at $.a\uFFFDb", Assert.Single(await road.AllAsync<DeadLetterRow>()).Error);
    }

    private static IncomingMessage Version(Road road, string content) => road.Watch.Push("ann", "sleep", "2026-05-04") with
    {
        DataType = content,
        DeliveryKey = DeliveryKey.Of("subject"),
        ContentKey = DeliveryKey.Of(content),
    };

    private static async Task<IEnumerable<string>> TypesAsync(Road road) => (await road.AllAsync<MessageRow>()).OrderBy(row => row.Generation).Select(row => row.DataType);

    private static (long Wanted, long Claimed, string Lane, string Class) Shape(WorkItemRow item) => (item.Wanted, item.Claimed, item.Lane, item.Class);
}
