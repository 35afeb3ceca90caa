using System.Net;
using Apex.Infrastructure;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

/// <summary>What the vendor's answers become, for every vendor that is asked.</summary>
public sealed class PullContractTests
{
    public static TheoryData<string> Vendors => new(VendorSample.Registry().All.OfType<IPullProvider>().Select(provider => provider.Traits.Name));

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_EachStatus_IsItsOwnOutcome(string vendor)
    {
        Assert.IsType<FetchResult.Unauthorized>(await Fetch(vendor, 401));
        Assert.IsType<FetchResult.Forbidden>(await Fetch(vendor, 403));
        Assert.IsType<FetchResult.Gone>(await Fetch(vendor, 410));
        Assert.Equal("http_404", Assert.IsType<FetchResult.Broken>(await Fetch(vendor, 404)).Error);
        Assert.Equal("http_422", Assert.IsType<FetchResult.Broken>(await Fetch(vendor, 422)).Error);
        Assert.Equal("http_302", Assert.IsType<FetchResult.Broken>(await Fetch(vendor, 302)).Error);
        Assert.Equal("http_408", Assert.IsType<FetchResult.Unavailable>(await Fetch(vendor, 408)).Error);
        Assert.Equal("http_503", Assert.IsType<FetchResult.Unavailable>(await Fetch(vendor, 503)).Error);
        Assert.Equal("http_500", Assert.IsType<FetchResult.Unavailable>(await Fetch(vendor, 500)).Error);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_Refused_CountsItsRequestAndStatus(string vendor)
    {
        var result = await Fetch(vendor, 503);

        Assert.Equal((503, 1), (result.HttpStatus, result.Requests));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_HtmlWith200_IsBrokenWithTheBody(string vendor)
    {
        var http = new FakeVendorHttp(_ => FakeVendorHttp.Reply(200, "<html>maintenance</html>", "text/html"));

        var broken = Assert.IsType<FetchResult.Broken>(await Fetch(vendor, http));

        Assert.Equal(("json_invalid", 1), (broken.Error, broken.Payloads.Count));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_429_NamesTheInstantToAskAgain(string vendor)
    {
        Assert.Equal(VendorSample.Now.AddSeconds(90), await Retry(vendor, ("Retry-After", "90")));
        Assert.Equal(VendorSample.Now.AddMinutes(7), await Retry(vendor, ("Retry-After", "Mon, 02 Mar 2026 08:07:00 GMT")));
        Assert.Equal(VendorSample.Now, await Retry(vendor, ("Retry-After", "Mon, 02 Mar 2026 07:07:00 GMT")));
        Assert.Equal(VendorSample.Now.AddSeconds(40), await Retry(vendor, ("X-RateLimit-Reset", "1772438440")));
        Assert.Equal(VendorSample.Now.AddSeconds(5), await Retry(vendor, ("Retry-After", "5"), ("X-RateLimit-Reset", "1772438440")));
        Assert.Equal(VendorSample.Now.AddDays(1), await Retry(vendor, ("Retry-After", "999999999")));
        Assert.Null(await Retry(vendor));
        Assert.Null(await Retry(vendor, ("Retry-After", "soon")));
        Assert.Null(await Retry(vendor, ("X-RateLimit-Reset", "1e400")));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_ConnectionRefused_IsUnavailable(string vendor)
    {
        var result = await Fetch(vendor, new FakeVendorHttp((_, _) => throw new HttpRequestException("refused")));

        Assert.Equal(("connection_failed", null), (Assert.IsType<FetchResult.Unavailable>(result).Error, result.HttpStatus));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_VendorTimesOut_IsUnavailable(string vendor)
    {
        var result = await Fetch(vendor, new FakeVendorHttp((_, _) => throw new TaskCanceledException()));

        Assert.Equal("timeout", Assert.IsType<FetchResult.Unavailable>(result).Error);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_CallerGivesUp_Throws(string vendor)
    {
        using var stop = new CancellationTokenSource();
        var http = new FakeVendorHttp(async (_, ct) =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
            return FakeVendorHttp.Reply(200);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Provider(vendor, http).FetchAsync(Request(vendor), stop.Token));
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Fetch_EndlessBody_IsCutOff(string vendor)
    {
        var http = new FakeVendorHttp(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new EndlessStream()) });

        Assert.Equal("response_too_large", Assert.IsType<FetchResult.Broken>(await Fetch(vendor, http)).Error);
    }

    [Theory]
    [MemberData(nameof(Vendors))]
    public async Task Refresh_OnlyInvalidGrant_IsThePersons(string vendor)
    {
        Assert.IsType<RefreshResult.Refused>(await Refresh(vendor, 400, """{"error":"invalid_grant"}"""));
        Assert.IsType<RefreshResult.Refused>(await Refresh(vendor, 401, """{"error":"invalid_grant"}"""));
        Assert.Equal(Unavailable("invalid_client"), await Refresh(vendor, 401, """{"error":"invalid_client"}"""));
        Assert.Equal(Unavailable("invalid_request"), await Refresh(vendor, 400, """{"error":"invalid_request"}"""));
        Assert.Equal(Unavailable("http_400"), await Refresh(vendor, 400, """{"error":"the token r1 was spent"}"""));
        Assert.Equal(Unavailable("http_400"), await Refresh(vendor, 400, "<html>"));
        Assert.Equal(Unavailable("http_429"), await Refresh(vendor, 429, """{"error":"invalid_grant"}"""));
        Assert.Equal(Unavailable("http_500"), await Refresh(vendor, 500, """{"error":"invalid_grant"}"""));
        Assert.Equal(Unavailable("reply_unreadable") with { ReplyUnknown = true }, await Refresh(vendor, 200, "<html>"));
        Assert.Equal(Unavailable("reply_unreadable") with { ReplyUnknown = true }, await Refresh(vendor, 200, """{"access_token":7}"""));
        Assert.Equal(Unavailable("reply_unreadable") with { ReplyUnknown = true }, await Refresh(vendor, 200, "[]"));
        Assert.Equal(Unavailable("http_504") with { ReplyUnknown = true }, await Refresh(vendor, 504, ""));
    }

    [Fact]
    public async Task Send_AnswerThatNeverComes_EndsByItsDeadline()
    {
        var http = new FakeVendorHttp(async (_, ct) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, ct);
            return FakeVendorHttp.Reply(200);
        });
        var sender = new ProviderHttp(http, "any", new ApexClock(new FixedTime(VendorSample.Now)), TimeProvider.System, TimeSpan.FromMilliseconds(20));

        using var request = ProviderHttp.Get("https://vendor.test/", "token");

        Assert.Equal("timeout", (await sender.SendAsync(request, CancellationToken.None)).Error);
    }

    private static RefreshResult.Unavailable Unavailable(string error) => new(error, null);

    private static IPullProvider Provider(string vendor, FakeVendorHttp http) => (IPullProvider)VendorSample.Registry(http).Get(vendor);

    private static FetchRequest Request(string vendor) => new("sleep", "2026-03-02", $"{vendor}-person", "token-1", "Europe/Berlin", [])
    {
        Permit = _ => ValueTask.FromResult<DateTimeOffset?>(null),
    };

    private static Task<FetchResult> Fetch(string vendor, int status) => Fetch(vendor, new FakeVendorHttp(_ => FakeVendorHttp.Reply(status, "{}")));

    private static Task<FetchResult> Fetch(string vendor, FakeVendorHttp http) => Provider(vendor, http).FetchAsync(Request(vendor), CancellationToken.None);

    private static Task<RefreshResult> Refresh(string vendor, int status, string body) =>
        Provider(vendor, new FakeVendorHttp(_ => FakeVendorHttp.Reply(status, body))).RefreshAsync("r1", CancellationToken.None);

    private static async Task<DateTimeOffset?> Retry(string vendor, params (string Name, string Value)[] headers) =>
        Assert.IsType<FetchResult.Throttled>(await Fetch(vendor, new FakeVendorHttp(_ => FakeVendorHttp.Reply(429, "", headers: headers)))).RetryAt;

    private sealed class EndlessStream : MemoryStream
    {
        public override int Read(Span<byte> buffer) => Fill(buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Fill(buffer.Span));

        private static int Fill(Span<byte> buffer)
        {
            buffer.Fill((byte)' ');
            return buffer.Length;
        }
    }
}
