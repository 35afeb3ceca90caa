using System.Net;

namespace Apex.Tests.Web.Shell;

/// <summary>What every answer carries, and who may open a connection.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/health/live")]
    [InlineData("/no-such-page")]
    public async Task Answer_Always_CarriesTheHeadersAndStaysOutOfCaches(string path)
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        var headers = (await app.Browser().GetAsync(path)).Headers;

        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal(["nosniff"], headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["same-origin"], headers.GetValues("Referrer-Policy"));
        Assert.Equal(["no-store"], headers.GetValues("Cache-Control"));
    }

    [Fact]
    public async Task StyleSheet_Always_MayBeCached()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        var answer = await app.Browser().GetAsync("/tokens.css");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("no-store", answer.Headers.GetValues("Cache-Control"));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost.evil.example")]
    public async Task Circuit_OpenedByAnotherSite_IsRefused(string origin)
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(app, "/_blazor", origin));
        Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(app, "/hubs/live", origin));
    }

    [Theory]
    [InlineData("http://localhost")]
    [InlineData("https://hub.example.org")]
    public async Task Circuit_OpenedByOurOwnPages_PassesTheOriginCheck(string origin)
    {
        await using var app = new ShellApp([.. ShellApp.WithAdmin, ("Apex:PublicUrl", "https://hub.example.org")]);

        // Not signed in: past the origin check, stopped by the next one.
        Assert.Equal(HttpStatusCode.Unauthorized, await UpgradeAsync(app, "/_blazor", origin));
    }

    [Fact]
    public async Task UnknownPage_SignedIn_Is404()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();
        await ShellApp.SignInAsync(browser);

        var answer = await browser.GetAsync("/no-such-page");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
    }

    // The status of a refused handshake is only in the text of the exception.
    private static async Task<HttpStatusCode> UpgradeAsync(ShellApp app, string path, string origin)
    {
        var client = app.Server.CreateWebSocketClient();
        client.ConfigureRequest = request => request.Headers.Origin = origin;
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            client.ConnectAsync(new Uri($"ws://localhost{path}"), TestContext.Current.CancellationToken));
        return (HttpStatusCode)int.Parse(refused.Message.Split(' ').Last().TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture);
    }
}
