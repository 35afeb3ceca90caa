using System.Text;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Connections;

public sealed class TokenKeeperTests(PostgresServer postgres)
{
    private static readonly RefreshResult NewPair = new RefreshResult.Refreshed("access-2", "refresh-2", null, null);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_TwoItemsUnauthorizedAtOnce_RefreshOnce(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"), road.Ring.Notice("ann", "activity", "2026-05-04"));
        var bothAsked = new TaskCompletionSource();
        var refused = 0;
        road.Ring.Fetching = async request =>
        {
            if (request.AccessToken != "access-1")
            {
                return request.Family == "sleep" ? road.Ring.Answer(TestRecords.Night(Road.Today, 7.5)) : road.Ring.Answer(TestRecords.DaySummary(Road.Today, 9000));
            }

            if (Interlocked.Increment(ref refused) == 2)
            {
                bothAsked.SetResult();
            }

            await bothAsked.Task;
            return new FetchResult.Unauthorized { HttpStatus = 401, Requests = 1 };
        };
        road.Ring.Refreshing = _ => Task.FromResult(NewPair);

        await Task.WhenAll((await road.ClaimAsync(road.Ring, Lanes.Fetch)).Select(item => Task.Run(() => road.RunAsync(item))));

        Assert.Equal(1, road.Ring.Refreshes);
        Assert.Equal(["access-1", "access-1", "access-2", "access-2"], road.Ring.TokensSeen);
        var day = await road.DayAsync(user, Road.Today);
        Assert.Equal((7.5, 9000), (day!.SleepDurationHours, day.Steps));
        var connection = await RowAsync(road);
        Assert.Equal((ConnectionStatus.Active, 2L, null, null), (connection.Status, connection.TokenVersion, connection.RefreshVersion, connection.RefreshLeaseUntil));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_TokenAboutToExpire_IsRefreshedBeforeUseAndStoredUnreadable(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road, expiresAt: road.Clock.Now.AddSeconds(59));
        road.Ring.Refreshing = _ => Task.FromResult(NewPair);

        Assert.Equal(new TokenResult.Token("access-2", 2), await road.Tokens.GetAsync(road.Ring, connection, null, CancellationToken.None));

        var row = await RowAsync(road);
        Assert.Equal(("access-2", "refresh-2"), (road.Cipher.Unprotect(row.AccessToken!), road.Cipher.Unprotect(row.RefreshToken!)));
        Assert.DoesNotContain("access-2", Encoding.UTF8.GetString(row.AccessToken!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_RefusalOfAnOlderVersion_GetsTheNewPairWithoutARefresh(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);

        Assert.Equal(new TokenResult.Token("access-1", 1), await road.Tokens.GetAsync(road.Ring, connection, refusedVersion: 0, CancellationToken.None));
        Assert.Equal(0, road.Ring.Refreshes);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_InvalidGrant_AsksThePersonToReconnect(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refused());

        Assert.Equal(new TokenResult.SignedOut(), await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));

        Assert.Equal((ConnectionStatus.ReauthNeeded, "token_expired"), Status(await RowAsync(road)));
        Assert.Equal(new TokenResult.SignedOut(), await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));
        Assert.Equal(1, road.Ring.Refreshes);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_ProcessDiedBetweenIntentAndReply_TriesTheOldPairOnce(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        await DieInRefreshAsync(road, connection);

        // The lease of the dead refresh still stands.
        road.Ring.Refreshing = _ => Task.FromResult(NewPair);
        Assert.Equal("refresh_elsewhere", Assert.IsType<TokenResult.Wait>(await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None)).Reason);

        road.Time.Advance(TokenRows.Lease);
        Assert.Equal(new TokenResult.Token("access-2", 2), await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));
        Assert.Equal(ConnectionStatus.Active, (await RowAsync(road)).Status);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_InterruptedAndThenRefused_SaysThatItWasOurs(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        await DieInRefreshAsync(road, connection);
        road.Time.Advance(TokenRows.Lease);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refused());

        await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None);

        Assert.Equal((ConnectionStatus.ReauthNeeded, TokenKeeper.RefreshInterrupted), Status(await RowAsync(road)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_InterruptedThenUnavailableThenRefused_StillSaysThatItWasOurs(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        await DieInRefreshAsync(road, connection);
        road.Time.Advance(TokenRows.Lease);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Unavailable("http_503", null));
        await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None);

        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refused());
        await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None);

        Assert.Equal((ConnectionStatus.ReauthNeeded, TokenKeeper.RefreshInterrupted), Status(await RowAsync(road)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite, true, TokenKeeper.RefreshInterrupted)]
    [InlineData(StorageKind.Sqlite, false, "token_expired")]
    [InlineData(StorageKind.Postgres, true, TokenKeeper.RefreshInterrupted)]
    [InlineData(StorageKind.Postgres, false, "token_expired")]
    public async Task GetAsync_UnavailableThenRefused_IsOursOnlyWhenTheReplyWasLost(StorageKind kind, bool replyUnknown, string cause)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Unavailable("timeout", null) { ReplyUnknown = replyUnknown });
        var wait = Assert.IsType<TokenResult.Wait>(await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));
        Assert.Equal((road.Clock.Now.AddMinutes(1), "refresh_unavailable"), (wait.Until, wait.Reason));
        Assert.Equal(ConnectionStatus.Active, (await RowAsync(road)).Status);

        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refused());
        await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None);

        Assert.Equal(cause, (await RowAsync(road)).StatusCause);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_RevokedWhileRefreshing_StaysRevoked(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        road.Ring.Refreshing = async _ =>
        {
            await road.PushAsync(road.Ring, road.Ring.Account("ann", new AccountChange.Revoked("ann")));
            return NewPair;
        };

        await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None);

        var row = await RowAsync(road);
        Assert.Equal((ConnectionStatus.Revoked, "user_revoked", null), (row.Status, row.StatusCause, row.AccessToken));
        Assert.Equal(new TokenResult.SignedOut(), await road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task GetAsync_CallerGivesUpDuringTheRefresh_ThePairIsStoredAllTheSame(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var connection = await ConnectAsync(road);
        using var caller = new CancellationTokenSource();
        road.Ring.Refreshing = async _ =>
        {
            await caller.CancelAsync();
            return NewPair;
        };

        await road.Tokens.GetAsync(road.Ring, connection, 1, caller.Token);

        Assert.Equal("refresh-2", road.Cipher.Unprotect((await RowAsync(road)).RefreshToken!));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_TokenCannotBeHad_WaitsWithoutATry(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await ConnectAsync(road, expiresAt: road.Clock.Now);
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("ann", "sleep", "2026-05-04"));
        var until = road.Clock.Now.AddMinutes(7);
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Unavailable("http_503", until));

        await road.RunDueAsync();

        var item = await road.ItemAsync();
        Assert.Equal((0, "token", until.ToUnixTimeMilliseconds(), 0), (road.Ring.Fetches, item.WaitReason, item.DueAt, item.Tries));
    }

    private static async Task<Guid> ConnectAsync(Road road, DateTimeOffset? expiresAt = null) =>
        await road.ConnectAsync(await TestPeople.AddUserAsync(road.Storage, "key-ann", "Etc/UTC"), road.Ring, "ann", expiresAt);

    /// <summary>The intent is stored, the reply never is: what a killed process leaves.</summary>
    private static async Task DieInRefreshAsync(Road road, Guid connection)
    {
        road.Ring.Refreshing = _ => throw new InvalidOperationException("the process ends here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => road.Tokens.GetAsync(road.Ring, connection, 1, CancellationToken.None));
    }

    private static async Task<ConnectionRow> RowAsync(Road road) => (await road.AllAsync<ConnectionRow>()).Single(row => row.Provider == "ring");

    private static (string Status, string? Cause) Status(ConnectionRow row) => (row.Status, row.StatusCause);
}
