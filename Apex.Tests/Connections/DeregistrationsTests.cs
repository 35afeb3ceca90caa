using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Connections;

/// <summary>What is to be told to a vendor survives everything but being told, or being given up.</summary>
public sealed class DeregistrationsTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunDue_VendorStaysDown_ClimbsTheLadderAndGivesUpAfterItsLastTry(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var vendor = new LeavingProvider("leaving") { Answer = new DeregisterResult.Unavailable("http_500", null) };
        await AddAsync(road, "ann");
        var leaving = Deregistrations(road, vendor);
        var waits = new List<TimeSpan>();

        for (var tries = 0; (await road.AllAsync<DeregistrationRow>()).SingleOrDefault() is { } row; tries++)
        {
            Assert.Equal(tries, row.Tries);
            road.Time.SetTo(DateTimeOffset.FromUnixTimeMilliseconds(row.DueAt));
            var at = road.Time.GetUtcNow();
            await leaving.RunDueAsync(CancellationToken.None);
            waits.AddRange((await road.AllAsync<DeregistrationRow>()).Select(after => DateTimeOffset.FromUnixTimeMilliseconds(after.DueAt) - at));
        }

        Assert.Equal(8, vendor.Calls.Count);
        TimeSpan[] ladder = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10)];
        Assert.Equal(ladder.Length, waits.Count);
        Assert.All(waits.Zip(ladder), pair => Assert.InRange(pair.First, pair.Second, pair.Second * 1.1));
        Assert.Equal("leaving: given up, http_500", Assert.Single(await road.AllAsync<AuditRow>()).Detail);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunDue_AfterAProcessThatDiedInTheMiddle_TellsTheVendorOnceTheLeaseHasEnded(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var vendor = new LeavingProvider("leaving");
        await AddAsync(road, "ann");
        var lost = Assert.Single(await ClaimAsync(road));

        await Deregistrations(road, vendor).RunDueAsync(CancellationToken.None);
        Assert.Empty(vendor.Calls);
        road.Time.Advance(DeregistrationRows.Lease);
        await Deregistrations(road, vendor).RunDueAsync(CancellationToken.None);

        Assert.Equal(["ann access-1"], vendor.Calls);
        Assert.Empty(await road.AllAsync<DeregistrationRow>());
        Assert.Equal(0, await road.Storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.EndAsync(session, lost)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunDue_Throttled_WaitsAsToldAndConsumesNoTry(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var retryAt = road.Clock.Now + TimeSpan.FromMinutes(7);
        await AddAsync(road, "ann");

        await Deregistrations(road, new LeavingProvider("leaving") { Answer = new DeregisterResult.Throttled(retryAt) }).RunDueAsync(CancellationToken.None);

        var row = Assert.Single(await road.AllAsync<DeregistrationRow>());
        Assert.Equal((retryAt.ToUnixTimeMilliseconds(), 0, 1, "http_429"), (row.DueAt, row.Tries, row.Waits, row.LastError));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RunDue_TokenRefused_IsTriedWithARefreshedOneThatIsKept(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var vendor = new LeavingProvider("leaving") { RefusedToken = "access-1", Answer = new DeregisterResult.Unavailable("http_500", null) };
        await AddAsync(road, "ann");

        await Deregistrations(road, vendor).RunDueAsync(CancellationToken.None);

        Assert.Equal(["ann access-1", "ann access-2"], vendor.Calls);
        var row = Assert.Single(await road.AllAsync<DeregistrationRow>());
        Assert.Equal(("access-2", "refresh-2"), (road.Cipher.Unprotect(row.AccessToken!), road.Cipher.Unprotect(row.RefreshToken!)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Add_OfAConnectionTheVendorHasEnded_TellsNobody(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await AddAsync(road, "ann", status: "revoked");

        await road.Storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.AddOfUserAsync(session, user, road.Clock.Now));

        Assert.Empty(await road.AllAsync<DeregistrationRow>());
    }

    private static async Task<Guid> AddAsync(Road road, string person, string status = "active")
    {
        var user = await TestPeople.AddUserAsync(road.Storage, "key-" + person, "Etc/UTC");
        var connection = await TestPeople.ConnectAsync(road.Storage, user, "leaving", person, road.Cipher, "access-1", "refresh-1");
        await road.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync("UPDATE connections SET status = @status WHERE id = @id", ("@status", status), ("@id", connection));
            await DeregistrationRows.AddAsync(session, user, connection, road.Clock.Now);
        });
        return user;
    }

    private static Task<List<Deregistration>> ClaimAsync(Road road) =>
        road.Storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.ClaimAsync(session, road.Clock.Now));

    private static Deregistrations Deregistrations(Road road, LeavingProvider vendor) => new(
        road.Storage, road.Clock, new DeregisterCall(road.Storage, road.Clock, new ProviderRegistry([vendor]), road.Cipher), road.Ladder, NullLogger<Deregistrations>.Instance);

    /// <summary>A vendor that remembers whom it was told about, and with which token.</summary>
    private sealed class LeavingProvider(string name) : IRefreshingProvider, IDeregisteringProvider
    {
        public List<string> Calls { get; } = [];

        public DeregisterResult Answer { get; init; } = new DeregisterResult.Done();

        public string? RefusedToken { get; init; }

        public ProviderTraits Traits { get; } = new() { Name = name, DisplayName = name, Enabled = true, Signals = [] };

        public bool NeedsToken => true;

        public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => null;

        public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => false;

        public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => Envelope.Of();

        public Normalized Normalize(PayloadToNormalize payload) => new();

        public Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct) =>
            Task.FromResult<RefreshResult>(new RefreshResult.Refreshed("access-2", "refresh-2", null, null));

        public Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct)
        {
            Calls.Add($"{request.ExternalUserId} {request.AccessToken}");
            return Task.FromResult(request.AccessToken == RefusedToken ? new DeregisterResult.Unauthorized() : Answer);
        }
    }
}
