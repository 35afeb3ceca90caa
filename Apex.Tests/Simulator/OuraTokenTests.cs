using System.Text.Json.Nodes;
using Apex.Simulator.Traffic;

namespace Apex.Tests.Simulator;

public sealed class OuraTokenTests
{
    [Fact]
    public async Task Refresh_SecondUseOfOneToken_IsRefusedAndCounted()
    {
        await using var oura = await SimulatedOura.StartAsync();

        var first = await oura.PostTokenAsync(oura.Grant.RefreshToken);
        var second = await oura.PostTokenAsync(oura.Grant.RefreshToken);

        Assert.Equal(200, first.Status);
        Assert.Equal((400, """{"error":"invalid_grant"}"""), second);
        Assert.Equal(1, oura.Server.Calls.CountTokenUse(Vendor.Oura, TokenUse.RefreshAccepted, oura.Person));
        Assert.Equal(1, oura.Server.Calls.CountTokenUse(Vendor.Oura, TokenUse.RefreshRefused, oura.Person));
    }

    [Fact]
    public async Task Refresh_AfterExpiry_GivesAPairThatWorks()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Clock.Move(TimeSpan.FromHours(25));
        Assert.Equal(401, (await oura.GetAsync("/v2/usercollection/personal_info")).Status);

        var pair = JsonNode.Parse((await oura.PostTokenAsync(oura.Grant.RefreshToken)).Body)!;

        Assert.Equal(86400, (long)pair["expires_in"]!);
        Assert.Equal(200, (await oura.GetAsync("/v2/usercollection/personal_info", (string)pair["access_token"]!)).Status);
        Assert.Equal(200, (await oura.PostTokenAsync((string)pair["refresh_token"]!)).Status);
    }

    [Fact]
    public async Task Refresh_WrongClientSecret_IsInvalidClientAndSpendsNothing()
    {
        await using var oura = await SimulatedOura.StartAsync();

        Assert.Equal((401, """{"error":"invalid_client"}"""), await oura.PostTokenAsync(oura.Grant.RefreshToken, "wrong"));
        Assert.Equal(200, (await oura.PostTokenAsync(oura.Grant.RefreshToken)).Status);
    }

    [Fact]
    public async Task Refresh_ReplyLost_SpendsTheToken()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Faults.Inject(Vendor.Oura, new Fault.LostReply(), times: 1, path: "/oauth/token");

        await Assert.ThrowsAsync<HttpRequestException>(() => oura.PostTokenAsync(oura.Grant.RefreshToken));

        Assert.Equal(400, (await oura.PostTokenAsync(oura.Grant.RefreshToken)).Status);
    }

    [Fact]
    public async Task Revoke_Person_RefusesBothTokens()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Oura.Revoke(oura.Person);

        Assert.Equal(401, (await oura.GetAsync("/v2/usercollection/personal_info")).Status);
        Assert.Equal(400, (await oura.PostTokenAsync(oura.Grant.RefreshToken)).Status);
    }

    [Fact]
    public async Task Scope_NotGranted_Answers403()
    {
        await using var oura = await SimulatedOura.StartAsync();
        oura.Server.Oura.SetScopes(oura.Person, "personal");

        Assert.Equal(403, (await oura.GetAsync("/v2/usercollection/sleep?start_date=2026-03-08&end_date=2026-03-11")).Status);
        Assert.Equal(200, (await oura.GetAsync("/v2/usercollection/personal_info")).Status);
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 200)]
    public async Task Refresh_TokenOfAnEarlierRun_WorksOnceWhereAsked(bool adopts, int expected)
    {
        await using var earlier = await SimulatedOura.StartAsync();
        await using var oura = await SimulatedOura.StartAsync(adoptsEarlierTokens: adopts);

        Assert.Equal(401, (await oura.GetAsync("/v2/usercollection/personal_info", earlier.Grant.AccessToken)).Status);
        Assert.Equal(expected, (await oura.PostTokenAsync(earlier.Grant.RefreshToken)).Status);
        Assert.Equal(400, (await oura.PostTokenAsync(earlier.Grant.RefreshToken)).Status);
        Assert.Equal(400, (await oura.PostTokenAsync("oura.rt.nobody.0123")).Status);
    }
}
