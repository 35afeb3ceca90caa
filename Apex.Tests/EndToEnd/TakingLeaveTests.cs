using System.Net;
using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.EndToEnd;

/// <summary>Vendors hear that a person has left, whether they are up at that moment or not.</summary>
public sealed class TakingLeaveTests(PostgresServer postgres)
{
    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RemovedConnection_WithAnOldToken_IsDeregisteredAtItsVendorAndAudited(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        var garmin = scene.Host.Simulator.Garmin;
        var connection = await ConnectGarminWithTokenAsync(scene, expiresAt: scene.Time.GetUtcNow().AddDays(-3));
        garmin.ExpireAccessToken(scene.Person);

        await RemoveAsync(scene, connection);

        await GoneAsync(scene);
        Assert.True(garmin.IsDeregistered(scene.Person));
        Assert.Equal([("apex", $"connection:{connection}", "garmin: done")], await AuditAsync(scene));
        Assert.Equal(1, scene.Host.Simulator.Calls.CountTokenUse(Vendor.Garmin, TokenUse.RefreshAccepted));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task RemovedConnection_WhileTheVendorIsDown_IsDeregisteredLater(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        var connection = await ConnectGarminWithTokenAsync(scene);
        var down = scene.Host.Simulator.Faults.Inject(Vendor.Garmin, new Fault.ServerError(503));

        await RemoveAsync(scene, connection);
        await Eventually.TrueAsync(
            async () => await scene.Host.CountAsync("deregistrations WHERE tries = 1 AND last_error = 'http_503' AND access_token IS NOT NULL") == 1, "the first try has failed");
        Assert.Equal(1, await scene.Host.CountAsync("connections WHERE status = 'removed' AND access_token IS NULL"));
        down.Dispose();
        await GoneAsync(scene, TimeSpan.FromSeconds(31));

        Assert.True(scene.Host.Simulator.Garmin.IsDeregistered(scene.Person));
        Assert.Equal("garmin: done", Assert.Single(await AuditAsync(scene)).Detail);
    }

    [Fact]
    public async Task RemovedConnection_WithoutAToken_SaysThatTheVendorCouldNotBeTold()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var connection = await scene.ConnectGarminAsync();

        await RemoveAsync(scene, connection);

        await GoneAsync(scene);
        Assert.Equal("garmin: given up, no_token", Assert.Single(await AuditAsync(scene)).Detail);
        Assert.Contains(scene.Host.Logs.Lines, line => line.Contains(" 3011 ", StringComparison.Ordinal) && line.Contains("no_token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RemovedAggregatorConnection_IsDeauthenticatedAndStaysRemovedWhenTheVendorConfirms()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var terra = scene.Host.Simulator.Terra;
        await terra.SendAsync(terra.Auth(scene.Person, "FITBIT", scene.UserId.ToString()));
        await scene.SettledAsync();
        var connection = (await scene.Host.QueryAsync("SELECT id FROM connections", reader => reader.GetGuid(0)))[0];

        await RemoveAsync(scene, connection);
        await GoneAsync(scene);
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("inbox_messages WHERE data_type = 'deauth' AND state = 'settled'") == 1, "the vendor's deauth event is settled");

        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Terra, "auth/deauthenticateUser", scene.Person, 200));
        Assert.Equal(["removed"], await scene.Host.QueryAsync("SELECT status FROM connections", reader => reader.GetString(0)));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task ErasedPerson_IsRevokedAtEveryVendor(StorageKind kind)
    {
        await using var scene = await RoadScene.StartAsync(kind, postgres);
        await scene.ConnectOuraAsync();
        await ConnectGarminWithTokenAsync(scene);

        using var api = scene.Host.Api();
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{scene.UserId}", null, HttpStatusCode.Accepted);
        await GoneAsync(scene);

        Assert.Equal(1, scene.Host.Simulator.Calls.Count(Vendor.Oura, "oauth/revoke", scene.Person, 200));
        Assert.True(scene.Host.Simulator.Garmin.IsDeregistered(scene.Person));
        Assert.Equal(["garmin: done", "oura: done"], (await AuditAsync(scene)).Select(entry => entry.Detail).Order(StringComparer.Ordinal));
        Assert.Equal(2, await scene.Host.CountAsync("erased_accounts"));
    }

    [Fact]
    public async Task RemovedConnection_AddedAgainBeforeTheVendorWasTold_KeepsItsNewGrant()
    {
        await using var scene = await RoadScene.StartAsync(StorageKind.Sqlite, postgres);
        var connection = await ConnectGarminWithTokenAsync(scene);
        using var down = scene.Host.Simulator.Faults.Inject(Vendor.Garmin, new Fault.ServerError(503));
        await RemoveAsync(scene, connection);
        await Eventually.TrueAsync(async () => await scene.Host.CountAsync("deregistrations WHERE tries = 1") == 1, "the first try has failed");
        var (access, refresh, expiresAt) = scene.Host.Simulator.Garmin.Grant(scene.Person);

        using var api = scene.Host.Api();
        await api.PostAsync(
            $"/api/v1/users/{scene.UserId}/connections",
            new { provider = "garmin", externalUserId = scene.Host.Simulator.Garmin.UserIdOf(scene.Person), accessToken = access, refreshToken = refresh, expiresAt }, HttpStatusCode.OK);

        Assert.Equal(0, await scene.Host.CountAsync("deregistrations"));
        Assert.False(scene.Host.Simulator.Garmin.IsDeregistered(scene.Person));
    }

    private static async Task<Guid> ConnectGarminWithTokenAsync(RoadScene scene, DateTimeOffset? expiresAt = null)
    {
        var (access, refresh, expires) = scene.Host.Simulator.Garmin.Grant(scene.Person);
        return await TestPeople.ConnectAsync(
            scene.Host.Storage, scene.UserId, "garmin", scene.Host.Simulator.Garmin.UserIdOf(scene.Person), scene.Host.Services.GetRequiredService<SecretCipher>(), access, refresh,
            expiresAt ?? expires);
    }

    private static async Task RemoveAsync(RoadScene scene, Guid connection)
    {
        using var api = scene.Host.Api();
        await api.CallAsync(HttpMethod.Delete, $"/api/v1/users/{scene.UserId}/connections/{connection}", null, HttpStatusCode.NoContent);
    }

    private static Task GoneAsync(RoadScene scene, TimeSpan step = default) => Eventually.TrueAsync(
        async () =>
        {
            scene.Time.Advance(step);
            return await scene.Host.CountAsync("deregistrations") == 0;
        },
        "nobody is left to be told");

    private static Task<List<(string Actor, string Target, string? Detail)>> AuditAsync(RoadScene scene) => scene.Host.QueryAsync(
        "SELECT actor, target, detail FROM audit_log WHERE action = 'connection.deregister' ORDER BY id", reader => (reader.GetString(0), reader.GetString(1), reader.TextOrNull(2)));
}
