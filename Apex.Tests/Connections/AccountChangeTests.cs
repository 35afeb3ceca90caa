using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Connections;

public sealed class AccountChangeTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Push_OfAnUnknownPerson_IsKeptAndSettledWhenTheyConnect(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.PushAsync(road.Ring, road.Ring.Push("new", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)), road.Ring.Notice("new", "day", "2026-05-04"));
        Assert.Equal([Kinds.Orphan, Kinds.Orphan], await road.MessageStatesAsync());
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Equal(["orphan", "orphan"], (await road.AllAsync<RunRow>()).Select(run => run.Outcome));

        var user = await TestPeople.AddUserAsync(road.Storage, "key-ann", "Etc/UTC");
        await road.PushAsync(road.Ring, road.Ring.Account("new", new AccountChange.Connected("new", "key-ann", "daily sleep")));

        Assert.Equal(7.5, (await road.DayAsync(user, Road.Today))!.SleepDurationHours);
        Assert.Equal([Kinds.Settled, Kinds.Settled], (await road.AllAsync<MessageRow>()).Where(row => row.Kind == "push" || row.Kind == "account").Select(row => row.State));
        var connection = Assert.Single(await road.AllAsync<ConnectionRow>());
        Assert.Equal((user, "new", ConnectionStatus.Active, "daily sleep"), (connection.UserId, connection.ExternalUserId, connection.Status, connection.Scopes));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Connected_ByOurOwnId_Connects(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await TestPeople.AddUserAsync(road.Storage, "key-ann", "Etc/UTC");

        await road.PushAsync(road.Ring, road.Ring.Account("x", new AccountChange.Connected("x", user.ToString(), null)));

        Assert.Equal(user, Assert.Single(await road.AllAsync<ConnectionRow>()).UserId);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Connected_WithAReferenceNobodyHas_DoesNothing(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);

        await road.PushAsync(
            road.Ring,
            road.Ring.Account("x", new AccountChange.Connected("x", "nobody\0", null), new AccountChange.Connected("y", null, null), new AccountChange.Connected("z", Guid.CreateVersion7().ToString(), null)));

        Assert.Empty(await road.AllAsync<ConnectionRow>());
        Assert.Equal([Kinds.Settled], await road.MessageStatesAsync());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Connected_WithAnotherPersonsReference_NeverTakesAConnectionOver(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await road.AddPersonAsync("ann");
        await TestPeople.AddUserAsync(road.Storage, "key-eve", "Etc/UTC");

        await road.PushAsync(
            road.Ring, road.Ring.Account("ann", new AccountChange.Connected("ann", "key-eve", null), new AccountChange.Swapped(null, "ann", "key-eve"), new AccountChange.Swapped("nobody", "ann", "key-eve")));

        Assert.All(await road.AllAsync<ConnectionRow>(), row => Assert.Equal(ann, row.UserId));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Swapped_OntoAnIdThatIsTaken_LeavesBothAlone(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var (ann, eve) = (await road.AddPersonAsync("ann"), await road.AddPersonAsync("eve"));

        await road.PushAsync(road.Ring, road.Ring.Account("eve", new AccountChange.Swapped("eve", "ann", "key-eve")));

        Assert.Equal([("ann", ann), ("eve", eve)], (await RingRowsAsync(road)).Select(row => (row.ExternalUserId, row.UserId)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Swapped_Known_KeepsTheConnectionUnderItsNewId(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await road.AddPersonAsync("ann");
        var before = Assert.Single(await RingRowsAsync(road));
        await road.PushAsync(road.Ring, road.Ring.Push("ann-2", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));

        await road.PushAsync(road.Ring, road.Ring.Account("ann-2", new AccountChange.Swapped("ann", "ann-2", null)));

        var after = Assert.Single(await RingRowsAsync(road));
        Assert.Equal((before.Id, "ann-2", ConnectionStatus.Active), (after.Id, after.ExternalUserId, after.Status));
        Assert.Equal(7.5, (await road.DayAsync(ann, Road.Today))!.SleepDurationHours);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Swapped_WhileDataOfTheOldIdWaits_TakesItAlong(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Account("ann", new AccountChange.Swapped("ann", "ann-2", null)));
        await road.ReceiveAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));

        await road.RunDueAsync();

        Assert.Equal(7.5, (await road.DayAsync(ann, Road.Today))?.SleepDurationHours);
        Assert.All(await road.MessageStatesAsync(), state => Assert.Equal(Kinds.Settled, state));
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RevokedAndReauth_TakeTheTokensAway(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.AddPersonAsync("bea");

        await road.PushAsync(road.Ring, road.Ring.Account("ann", new AccountChange.Revoked("ann")), road.Ring.Account("bea", new AccountChange.ReauthNeeded("bea")));

        Assert.Equal(
            [("ann", ConnectionStatus.Revoked, "user_revoked", null), ("bea", ConnectionStatus.ReauthNeeded, "token_expired", null)],
            (await RingRowsAsync(road)).Select(row => (row.ExternalUserId, row.Status, row.StatusCause, row.RefreshToken)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Connected_Again_WakesWorkThatWaitedForIt(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await road.PushAsync(road.Ring, road.Ring.Account("ann", new AccountChange.Revoked("ann")));
        await road.PushAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        Assert.Equal("disconnected", (await road.ItemAsync()).WaitReason);

        await road.ReceiveAsync(road.Ring, road.Ring.Account("ann", new AccountChange.Connected("ann", "key-ann", null)));
        await road.RunAsync(await road.ClaimOneAsync(road.Ring));

        var item = await road.ItemAsync();
        Assert.Equal((null, road.Clock.NowMs), (item.WaitReason, item.DueAt));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ScopesChanged_AddedAndRemoved_AreKeptSorted(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");

        await road.PushAsync(road.Ring, road.Ring.Account("ann", new AccountChange.ScopesChanged("ann", ["sleep", "daily"], [], Replace: true)));
        await road.PushAsync(road.Ring, road.Ring.Account("ann", new AccountChange.ScopesChanged("ann", ["heartrate"], ["sleep"], Replace: false)));

        var row = Assert.Single(await RingRowsAsync(road));
        Assert.Equal(("daily heartrate", "scope_missing"), (row.Scopes, row.StatusCause));
    }

    private static async Task<List<ConnectionRow>> RingRowsAsync(Road road) =>
        [.. (await road.AllAsync<ConnectionRow>()).Where(row => row.Provider == "ring").OrderBy(row => row.ExternalUserId, StringComparer.Ordinal)];
}
