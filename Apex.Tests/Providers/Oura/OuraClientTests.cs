using System.Text;
using Apex.Infrastructure;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Providers.Oura;
using Microsoft.Extensions.Configuration;

namespace Apex.Tests.Providers.Oura;

public sealed class OuraClientTests
{
    private const string List = "GET https://oura.test/v2/usercollection/sleep?start_date=2026-02-28&end_date=2026-03-04";

    [Theory]
    [InlineData("sleep", "2026-05-04", "sleep 2026-05-03,sleep 2026-05-05")]
    [InlineData("reconcile", "2026-05-04", "sleep 2026-05-01,sleep 2026-05-02,sleep 2026-05-03,sleep 2026-05-04,sleep 2026-05-05,"
        + "daily_activity 2026-05-01,daily_activity 2026-05-02,daily_activity 2026-05-03,daily_activity 2026-05-04,daily_activity 2026-05-05")]
    [InlineData("sleep", "recent", "")]
    [InlineData("heart_rate", "2026-05-04", "")]
    public void Siblings_OfAnItem_AreTheFamiliesAndDaysItsListsCover(string family, string day, string expected) =>
        Assert.Equal(expected, string.Join(',', OuraClient.Siblings(family, day).Select(sibling => $"{sibling.Family} {sibling.Day}")));

    [Fact]
    public async Task Fetch_ManyNotices_IsOneListQuery()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, Page("night-1", "night-2")));

        var result = await Fetch(http, Update("night-1"), Update("night-2"), Update("night-1"));

        var fetched = Assert.IsType<FetchResult.Fetched>(result);
        Assert.Equal([List], http.Asked);
        Assert.Equal(["Bearer token-1"], http.Authorizations);
        Assert.Equal(["sleep"], fetched.Payloads.Select(payload => payload.Kind));
        Assert.Equal(Page("night-1", "night-2"), Encoding.UTF8.GetString(fetched.Payloads[0].Body.Span));
        Assert.Equal(VendorSample.Now, fetched.Payloads[0].SentAt);
        Assert.Equal((200, 1, 0), (fetched.HttpStatus, fetched.Requests, fetched.MissingObjects.Count));
        Assert.Equal([("sleep", "night-1"), ("sleep", "night-2")], fetched.Read.Order());
    }

    [Fact]
    public async Task Fetch_NextToken_RepeatsTheQueryUntilNull()
    {
        var replies = new Queue<string>(["""{"data":[],"next_token":"p 2&"}""", """{"data":[],"next_token":"p3"}""", Page("c")]);
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, replies.Dequeue()));

        var result = await Fetch(http, Update("c"));

        Assert.Equal([List, List + "&next_token=p%202%26", List + "&next_token=p3"], http.Asked);
        Assert.Equal(3, Assert.IsType<FetchResult.Fetched>(result).Payloads.Count);
    }

    [Fact]
    public async Task Fetch_EndlessPages_EndsBroken()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, """{"data":[],"next_token":"again"}"""));

        var broken = Assert.IsType<FetchResult.Broken>(await Fetch(http));

        Assert.Equal(("too_many_pages", 20, 20), (broken.Error, broken.Requests, broken.Payloads.Count));
    }

    [Fact]
    public async Task Fetch_ObjectNotListed_IsAskedForById()
    {
        var http = new FakeVendorHttp(request => request.RequestUri!.AbsolutePath.EndsWith("/old", StringComparison.Ordinal)
            ? FakeVendorHttp.Reply(200, """{"id":"old"}""")
            : FakeVendorHttp.Reply(200, Page("night-1")));

        var fetched = Assert.IsType<FetchResult.Fetched>(await Fetch(http, Update("night-1"), Update("old"), Delete("gone"), Update("../personal_info")));

        Assert.Equal([List, "GET https://oura.test/v2/usercollection/sleep/old"], http.Asked);
        Assert.Equal(["sleep", "sleep/old"], fetched.Payloads.Select(payload => payload.Kind));
        Assert.Equal([("sleep", "night-1"), ("sleep", "old")], fetched.Read.Order());
    }

    [Fact]
    public async Task Fetch_404ById_IsAMissingObjectAndNoFailure()
    {
        var http = new FakeVendorHttp(request => request.RequestUri!.Query.Length == 0
            ? FakeVendorHttp.Reply(404, """{"status":404,"title":"Not Found","detail":"…"}""")
            : FakeVendorHttp.Reply(200, Page("night-1")));

        var fetched = Assert.IsType<FetchResult.Fetched>(await Fetch(http, Update("late"), Update("night-1")));

        Assert.Equal(["late"], fetched.MissingObjects);
        Assert.Equal((1, 2), (fetched.Payloads.Count, fetched.Requests));
    }

    [Fact]
    public async Task Fetch_HundredsOfUnlistedObjects_AsksForSomeAndNamesTheRest()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, Page()));

        var fetched = Assert.IsType<FetchResult.Fetched>(await Fetch(http, [.. Enumerable.Range(0, 100).Select(index => Update($"n{index}"))]));

        Assert.Equal((26, 75), (http.Asked.Count, fetched.MissingObjects.Count));
    }

    [Fact]
    public async Task Fetch_Reconcile_LooksThreeDaysBackAtBothTypes()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, Page()));

        await Client(http).FetchAsync(Request("reconcile", "recent", "Pacific/Auckland"), CancellationToken.None);

        // 2026-03-02 08:00Z is 21:00 of the same day in Auckland; each side is padded by one day more.
        Assert.Equal(
            [
                "GET https://oura.test/v2/usercollection/sleep?start_date=2026-02-26&end_date=2026-03-04",
                "GET https://oura.test/v2/usercollection/daily_activity?start_date=2026-02-26&end_date=2026-03-04",
            ],
            http.Asked);
    }

    // One permit per request, pages too: the list and its second page are granted, the object is not sent.
    [Fact]
    public async Task Fetch_QuotaEndsMidway_SendsNothingMoreAndSaysWhen()
    {
        var permits = 0;
        var retryAt = VendorSample.Now.AddMinutes(4);
        var http = new FakeVendorHttp(asked => FakeVendorHttp.Reply(200, asked.RequestUri!.Query.EndsWith("next_token=p2", StringComparison.Ordinal) ? Page() : """{"data":[],"next_token":"p2"}"""));

        var result = await Client(http).FetchAsync(
            Request("sleep", "2026-03-02", "UTC", Update("n1")) with { Permit = _ => ValueTask.FromResult<DateTimeOffset?>(++permits <= 2 ? null : retryAt) },
            CancellationToken.None);

        Assert.Equal(new FetchResult.NoQuota(retryAt) { Requests = 2 }, result);
        Assert.Equal((3, 2), (permits, http.Asked.Count));
    }

    [Fact]
    public async Task Refresh_Granted_GivesTheNewPair()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, """{"access_token":"a2","refresh_token":"r2","expires_in":86400,"token_type":"bearer"}"""));

        var result = await Client(http).RefreshAsync("r1", CancellationToken.None);

        Assert.Equal(new RefreshResult.Refreshed("a2", "r2", VendorSample.Now.AddDays(1), null), result);
        Assert.Equal(["POST https://auth.oura.test/oauth/token"], http.Asked);
        Assert.Equal(["grant_type=refresh_token&refresh_token=r1&client_id=client-1&client_secret=oura-client-secret-demo"], http.Forms);
    }

    [Fact]
    public async Task Fetch_TokenWithLineBreak_SendsNoSecondHeader()
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, Page()));

        var result = await Client(http).FetchAsync(Request("sleep", "2026-03-02", "UTC") with { AccessToken = "a\r\nX-Evil: 1" }, CancellationToken.None);

        Assert.Equal([null], http.Authorizations);
        Assert.IsType<FetchResult.Fetched>(result);
    }

    private static Notice Update(string id) => new("sleep", "update", id, VendorSample.Now);

    private static Notice Delete(string id) => new("sleep", "delete", id, VendorSample.Now);

    private static string Page(params string[] ids) => $$"""{"data":[{{string.Join(",", ids.Select(id => $$"""{"id":"{{id}}"}"""))}}],"next_token":null}""";

    private static Task<FetchResult> Fetch(FakeVendorHttp http, params Notice[] notices) =>
        Client(http).FetchAsync(Request("sleep", "2026-03-02", "Europe/Berlin", notices), CancellationToken.None);

    private static FetchRequest Request(string family, string day, string zone, params Notice[] notices) =>
        new(family, day, "person-1", "token-1", zone, notices) { Permit = _ => ValueTask.FromResult<DateTimeOffset?>(null) };

    private static OuraClient Client(FakeVendorHttp http)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new OuraSample().Settings).Build();
        var clock = new ApexClock(new FixedTime(VendorSample.Now));
        return new(new ProviderHttp(http, "oura", clock, TimeProvider.System), OuraOptions.Read(new(configuration, "Oura")), clock);
    }
}
