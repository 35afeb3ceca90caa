using System.Net;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Shell;

public sealed class SignInTests
{
    [Fact]
    public async Task Page_WithoutSession_AsksToSignInAndComesBack()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();

        Assert.Equal("/sign-in?returnUrl=%2F%3Ffilter%3Dlate", ShellApp.RedirectOf(await browser.GetAsync("/?filter=late")));
        var answer = await ShellApp.SignInAsync(browser, page: "/sign-in?returnUrl=%2F%3Ffilter%3Dlate");

        Assert.Equal("/?filter=late", ShellApp.RedirectOf(answer));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task SignIn_Succeeds_CookieIsHiddenFromScriptsAndOtherSites()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        var cookie = Assert.Single(
            (await ShellApp.SignInAsync(app.Browser())).Headers.GetValues("Set-Cookie"),
            value => value.StartsWith("apex-session=", StringComparison.Ordinal));

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_PublicUrlIsHttps_CookieIsBoundToTheHost()
    {
        await using var app = new ShellApp([.. ShellApp.WithAdmin, ("Apex:PublicUrl", "https://hub.example.org/")]);

        var cookie = Assert.Single(
            (await ShellApp.SignInAsync(app.Browser())).Headers.GetValues("Set-Cookie"),
            value => value.StartsWith("__Host-apex-session=", StringComparison.Ordinal));

        Assert.Contains("; secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/;", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task SignIn_WrongPasswordOrUnknownAccount_AnswersAlike()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();

        var wrong = await ProblemAsync(await ShellApp.SignInAsync(browser, "not the sentence"));
        var unknown = await ProblemAsync(await ShellApp.SignInAsync(browser, email: "nobody@example.org"));

        Assert.Contains("do not match", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong, unknown);
    }

    [Fact]
    public async Task SignIn_RightPasswordAfterTenWrongOnes_IsLockedWithTheSameAnswer()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();
        for (var tries = 0; tries < 10; tries++)
        {
            await ShellApp.SignInAsync(browser, "not the sentence");
        }

        var locked = await ShellApp.SignInAsync(browser);

        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        Assert.Contains("do not match", await ProblemAsync(locked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TwentyFirstTryFromOneAddress_IsThrottled()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();
        for (var tries = 0; tries < 20; tries++)
        {
            Assert.Equal(HttpStatusCode.OK, (await ShellApp.SignInAsync(browser, email: $"guess{tries}@example.org")).StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await ShellApp.SignInAsync(browser)).StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_ReturnUrlOfAnotherSite_GoesToTheStartPage(string returnUrl)
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        var answer = await ShellApp.SignInAsync(app.Browser(), page: "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("http://localhost/", new Uri(new Uri("http://localhost/"), answer.Headers.Location!).AbsoluteUri);
    }

    [Fact]
    public async Task SignIn_UnderABasePath_ReturnsInsideIt()
    {
        await using var app = new ShellApp([.. ShellApp.WithAdmin, ("Apex:PublicUrl", "http://hub.example.org/apex")]);
        var browser = app.Browser();

        Assert.Equal("/apex/sign-in?returnUrl=%2Fapex%2Fnot-allowed", ShellApp.RedirectOf(await browser.GetAsync("/apex/not-allowed")));
        var answer = await ShellApp.SignInAsync(browser, page: "/apex/sign-in?returnUrl=%2Fapex%2Fnot-allowed");

        Assert.Equal("/apex/not-allowed", ShellApp.RedirectOf(answer));
    }

    [Fact]
    public async Task StartPage_ForACoach_IsNotPartOfTheRole()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var coach = Account.Create("coach@example.org", new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
            await accounts.CreateAsync(coach, ShellApp.Password);
            await accounts.AddToRoleAsync(coach, Roles.Coach);
        }

        var browser = app.Browser();
        await ShellApp.SignInAsync(browser, email: "coach@example.org");

        Assert.Equal("/not-allowed?returnUrl=%2F", ShellApp.RedirectOf(await browser.GetAsync("/")));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/not-allowed")).StatusCode);
    }

    [Fact]
    public async Task SignOut_WithoutAntiforgeryToken_IsRefused()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);
        var browser = app.Browser();
        await ShellApp.SignInAsync(browser);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Program_WithoutSession_GetsAStatusNotAPage()
    {
        await using var app = new ShellApp(ShellApp.WithAdmin);

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Browser().GetAsync("/api/v1/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Browser().PostAsync("/_blazor/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    private static async Task<string> ProblemAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync();
        var start = html.IndexOf("class=\"problem\"", StringComparison.Ordinal);
        return html[start..html.IndexOf("</p>", start, StringComparison.Ordinal)];
    }
}
