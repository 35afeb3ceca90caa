using Apex.Domain.Freshness;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Gate;

public sealed class ReauthBrakeTests(PostgresServer postgres)
{
    private static readonly RefreshResult Refused = new RefreshResult.Refused();

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Refresh_RefusedToEverybodyAtOnce_FlipsFiveOfTwentyAndHoldsTheRest(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var people = await ConnectAsync(road, 20);
        road.Ring.Refreshing = _ => Task.FromResult(Refused);

        var results = await Task.WhenAll(people.Select(id => Task.Run(() => road.Tokens.GetAsync(road.Ring, id, 1, CancellationToken.None))));

        Assert.Equal(5, results.Count(result => result is TokenResult.SignedOut));
        Assert.Equal(15, results.Count(result => result == new TokenResult.Wait(road.Clock.Now.AddMinutes(10), "mass_reauth")));
        var rows = await road.AllAsync<ConnectionRow>();
        Assert.Equal((5, 15), (rows.Count(row => row.Status == "reauth_needed"), rows.Count(row => row.Status == "active")));
        Assert.All(rows, row => Assert.Equal((null, null), (row.RefreshLeaseUntil, row.RefreshVersion)));
        var health = Assert.Single(await road.AllAsync<ProviderHealthRow>());
        Assert.Equal(("mass_reauth", road.Clock.NowMs, null), (health.Reason, health.BrakedAt, health.OpenUntil));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Refresh_ThatSucceedsAgain_ReleasesTheBrakeAndHeldPeopleGoOn(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var people = await ConnectAsync(road, 20);
        road.Ring.Refreshing = _ => Task.FromResult(Refused);
        foreach (var id in people)
        {
            await road.Tokens.GetAsync(road.Ring, id, 1, CancellationToken.None);
        }

        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refreshed("access-2", "refresh-2", null, null));
        foreach (var id in people)
        {
            await road.Tokens.GetAsync(road.Ring, id, 1, CancellationToken.None);
        }

        Assert.Equal(15, (await road.AllAsync<ConnectionRow>()).Count(row => row is { Status: "active", TokenVersion: 2 }));
        Assert.Equal((null, null), (Assert.Single(await road.AllAsync<ProviderHealthRow>()).Reason, road.Gate.Of("ring").BrakedAt));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Fetch_OfAHeldPerson_WaitsWithoutATryAsTheVendorsIncident(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await ConnectAsync(road, 1, expiresAt: road.Clock.Now);
        await road.Gate.ChangeAsync("ring", health => health with { BrakedAt = road.Clock.Now });
        road.Ring.Refreshing = _ => Task.FromResult(Refused);
        await road.ReceiveAsync(road.Ring, road.Ring.Notice("p0", "sleep", "2026-05-04"));

        await road.RunDueAsync();

        var until = road.Clock.Now.AddMinutes(10).ToUnixTimeMilliseconds();
        var item = await road.ItemAsync();
        Assert.Equal(("token", "mass_reauth", until, 0), (item.WaitReason, item.LastError, item.DueAt, item.Tries));
        var row = Assert.Single(await road.AllAsync<ConnectionRow>());
        Assert.Equal(("active", Causes.Name(FreshnessCause.VendorIncident), until), (row.Status, row.DataDelayedCause, row.DataDelayedUntil));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RefreshAhead_TokensThatEndSoon_AreRenewedAndNoOthers(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var soon = (await ConnectAsync(road, 1, road.Clock.Now.AddMinutes(30))).Single();
        await ConnectAsync(road, 1, road.Clock.Now.AddMinutes(31), "later");
        await ConnectAsync(road, 1, road.Clock.Now, "ended");
        await ConnectAsync(road, 1, null, "endless");
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Refreshed("access-2", "refresh-2", road.Clock.Now.AddHours(1), null));

        var result = await Job(road).RunAsync(CancellationToken.None);

        Assert.Equal((1L, "1 of 1 tokens renewed", 1), (result.Done, result.Detail, road.Ring.Refreshes));
        Assert.Equal([soon], (await road.AllAsync<ConnectionRow>()).Where(row => row.TokenVersion == 2).Select(row => row.Id));
        Assert.Equal(0, (await Job(road).RunAsync(CancellationToken.None)).Done);
    }

    [Theory]
    [InlineData("paused")]
    [InlineData("open")]
    [InlineData("braked")]
    public async Task RefreshAhead_OfAVendorThatIsNotAsked_DoesNothing(string how)
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await ConnectAsync(road, 1, road.Clock.Now.AddMinutes(10));
        var now = road.Clock.Now;
        await road.Gate.ChangeAsync("ring", health => how switch
        {
            "paused" => health with { PausedAt = now },
            "open" => health with { OpenedAt = now, OpenUntil = now.AddMinutes(1) },
            _ => health with { BrakedAt = now },
        });

        await Job(road).RunAsync(CancellationToken.None);

        Assert.Equal(0, road.Ring.Refreshes);
    }

    [Fact]
    public async Task RefreshAhead_VendorThatCannotRefresh_IsNotAskedForEverybody()
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        await ConnectAsync(road, 40, road.Clock.Now.AddMinutes(10));
        road.Ring.Refreshing = _ => Task.FromResult<RefreshResult>(new RefreshResult.Unavailable("http_503", null));

        await Job(road).RunAsync(CancellationToken.None);

        Assert.Equal(4, road.Ring.Refreshes);
    }

    private static TokenRefreshAhead Job(Road road) => new(road.Storage, road.Clock, road.Providers, road.Gate, road.Tokens);

    private static async Task<List<Guid>> ConnectAsync(Road road, int people, DateTimeOffset? expiresAt = null, string name = "p")
    {
        var ids = new List<Guid>();
        for (var i = 0; i < people; i++)
        {
            ids.Add(await road.ConnectAsync(await TestPeople.AddUserAsync(road.Storage, $"key-{name}{i}", "Etc/UTC"), road.Ring, name + i, expiresAt));
        }

        return ids;
    }
}
