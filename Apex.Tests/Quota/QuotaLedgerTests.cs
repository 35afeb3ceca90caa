using Apex.Domain.Metrics;
using Apex.Domain.Quota;
using Apex.Infrastructure;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Quota;

public sealed class QuotaLedgerTests(PostgresServer postgres)
{
    private static readonly Guid _ann = new("0199aa00-0000-7000-8000-000000000001");
    private static readonly Guid _bea = new("0199aa00-0000-7000-8000-000000000002");
    private static readonly QuotaWindow _hundred = new("app", 100, TimeSpan.FromMinutes(5));

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_OneAtATime_GrantsFourFifthsAndNamesTheInstant(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var ledger = Ledger(store, _hundred);
        var firstBucket = _hundred.BucketOf(store.Clock.Now);

        var granted = 0;
        while (await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct) is null)
        {
            granted++;
        }

        Assert.Equal(80, granted);
        Assert.Equal(firstBucket.AddSeconds(305), await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct));
        Assert.Equal(firstBucket.AddSeconds(305), ledger.ExhaustedUntil("ring"));

        store.Time.Advance(TimeSpan.FromSeconds(305));
        Assert.Null(ledger.ExhaustedUntil("ring"));
        Assert.Null(await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_TwoNodesAtOnce_TogetherStayUnderTheCeiling(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        QuotaLedger[] nodes = [Ledger(store, _hundred), Ledger(store, _hundred)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(async () => await nodes[i % 2].TakeAsync("ring", _ann, CallClass.Notification, Ct))));

        var debited = await store.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT CAST(sum(used) AS BIGINT) FROM quota_windows"));
        Assert.InRange(debited, 1, 80);
        Assert.InRange(answers.Count(answer => answer is null), 80 - (2 * PermitBlock.Largest), (int)debited);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_LowerClass_LeavesRoomForHigherOnes(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var ledger = Ledger(store, _hundred);

        Assert.Equal(40, await CountAsync(ledger, CallClass.Backfill));
        Assert.Equal(16, await CountAsync(ledger, CallClass.Poll));
        Assert.Null(ledger.ExhaustedUntil("ring"));
        Assert.Equal(24, await CountAsync(ledger, CallClass.Notification));
    }

    // A crash loses what its block still held; it never gets it back.
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_AfterARestart_CountsWhatWasDebitedBefore(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var before = Ledger(store, _hundred);
        for (var i = 0; i < 4; i++)
        {
            Assert.Null(await before.TakeAsync("ring", _ann, CallClass.Notification, Ct)); // blocks of 1, 2 and 4: seven debited, four used
        }

        Assert.Equal(73, await CountAsync(Ledger(store, _hundred), CallClass.Notification));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_BlockOlderThanFiveSeconds_IsNotSentLate(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var ledger = Ledger(store, _hundred);
        await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct);
        await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct); // a block of two, one left

        store.Time.Advance(PermitBlock.Life);
        await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct);

        Assert.Equal(4, await store.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT CAST(sum(used) AS BIGINT) FROM quota_windows")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_OnePersonsWindowIsFull_OthersAreServed(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var ledger = Ledger(store, new("app", 1000, TimeSpan.FromMinutes(5)), new("hour", 10, TimeSpan.FromHours(1), QuotaScope.Connection, IsAligned: true));

        Assert.Equal(8, await CountAsync(ledger, CallClass.Notification));
        Assert.Null(await ledger.TakeAsync("ring", _bea, CallClass.Notification, Ct));
        Assert.Null(ledger.ExhaustedUntil("ring"));
        Assert.Equal(9, await store.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT CAST(sum(used) AS BIGINT) FROM quota_windows WHERE name = 'app'")));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task TakeAsync_OldBuckets_AreForgotten(StorageKind kind)
    {
        await using var store = await TestStorage.OpenAsync(kind, postgres);
        var ledger = Ledger(store, _hundred);
        for (var i = 0; i < 200; i++)
        {
            await ledger.TakeAsync("ring", _ann, CallClass.Notification, Ct);
            store.Time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.InRange(await store.Storage.ReadAsync(session => session.ScalarAsync<long>("SELECT count(*) FROM quota_windows")), 1, 61);
    }

    [Fact]
    public async Task TakeAsync_VendorWithoutStatedLimit_IsNeverAsked()
    {
        await using var store = await TestStorage.OpenAsync(StorageKind.Sqlite, postgres);

        Assert.Null(await Ledger(store).TakeAsync("ring", _ann, CallClass.Backfill, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static QuotaLedger Ledger(TestStorage store, params QuotaWindow[] windows) => new(
        store.Storage,
        new ProviderRegistry([new ScriptedProvider("ring", store.Time)
        {
            Traits = new() { Name = "ring", DisplayName = "ring", Enabled = true, Signals = Enum.GetValues<SignalGroup>(), Quota = windows },
        }]),
        new ApexClock(store.Time));

    private static async Task<int> CountAsync(QuotaLedger ledger, CallClass callClass)
    {
        var granted = 0;
        while (await ledger.TakeAsync("ring", _ann, callClass, Ct) is null)
        {
            granted++;
        }

        return granted;
    }
}
