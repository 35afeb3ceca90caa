using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

/// <summary>The calls by which vendors are told that a person has left, and what their answers mean.</summary>
public sealed class DeregisterTests
{
    [Theory]
    [InlineData("oura", "POST https://auth.oura.test/oauth/revoke?access_token=to%2Bken", null)]
    [InlineData("garmin", "DELETE https://apis.garmin.com/wellness-api/rest/user/registration", "Bearer to+ken")]
    [InlineData("terra", "DELETE https://access.tryterra.co/api/v2/auth/deauthenticateUser?user_id=u%261", null)]
    public async Task Deregister_OfEachVendor_IsItsOwnCall(string vendor, string expected, string? authorization)
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(204));

        Assert.IsType<DeregisterResult.Done>(await DeregisterAsync(vendor, http));

        Assert.Equal([expected], http.Asked);
        Assert.Equal([authorization], http.Authorizations);
    }

    [Fact]
    public async Task Deregister_Terra_CarriesTheDevelopersIdAndKey()
    {
        var headers = "";
        var http = new FakeVendorHttp(request =>
        {
            headers = string.Join(',', request.Headers.GetValues("dev-id").Concat(request.Headers.GetValues("x-api-key")));
            return FakeVendorHttp.Reply(200);
        });

        await DeregisterAsync("terra", http);

        Assert.Equal("dev-id-1,api-key-1", headers);
    }

    [Theory]
    [InlineData("oura", 200, "Done { }")]
    [InlineData("oura", 404, "Done { }")]
    [InlineData("garmin", 401, "Unauthorized { }")]
    [InlineData("garmin", 429, "Throttled { RetryAt =  }")]
    [InlineData("garmin", 503, "Unavailable { Error = http_503, RetryAt =  }")]
    [InlineData("garmin", 400, "Impossible { Error = http_400 }")]
    [InlineData("terra", 401, "Unavailable { Error = http_401, RetryAt =  }")]
    public async Task Deregister_TheVendorsAnswer_MeansWhatHappensNext(string vendor, int status, string expected) =>
        Assert.Equal(expected, (await DeregisterAsync(vendor, new FakeVendorHttp(_ => FakeVendorHttp.Reply(status)))).ToString());

    [Theory]
    [InlineData("oura")]
    [InlineData("garmin")]
    public async Task Deregister_WithoutAToken_AsksNobody(string vendor)
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200));

        Assert.Equal(new DeregisterResult.Impossible("no_token"), await Provider(vendor, http).DeregisterAsync(new("u&1", null), CancellationToken.None));
        Assert.Empty(http.Asked);
    }

    [Fact]
    public async Task Refresh_Garmin_IsTheRefreshGrantAtItsTokenEndpoint()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, """{"access_token":"a2","refresh_token":"r2","expires_in":86400}"""));

        var result = await ((IRefreshingProvider)Provider("garmin", http)).RefreshAsync("r1", CancellationToken.None);

        Assert.Equal(new RefreshResult.Refreshed("a2", "r2", VendorSample.Now.AddDays(1), null), result);
        Assert.Equal(["POST https://diauth.garmin.com/di-oauth2-service/oauth/token"], http.Asked);
        Assert.StartsWith("grant_type=refresh_token&refresh_token=r1&client_id=", Assert.Single(http.Forms), StringComparison.Ordinal);
    }

    private static Task<DeregisterResult> DeregisterAsync(string vendor, FakeVendorHttp http) =>
        Provider(vendor, http).DeregisterAsync(new("u&1", "to+ken"), CancellationToken.None);

    private static IDeregisteringProvider Provider(string vendor, FakeVendorHttp http) => (IDeregisteringProvider)VendorSample.Registry(http).Get(vendor);
}
