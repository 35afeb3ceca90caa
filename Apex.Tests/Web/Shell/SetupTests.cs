using System.Net;

namespace Apex.Tests.Web.Shell;

public sealed class SetupTests
{
    [Fact]
    public async Task FirstVisit_NoAccountYet_LeadsToSetUp()
    {
        await using var app = new ShellApp();

        Assert.Equal("/setup", ShellApp.RedirectOf(await app.Browser().GetAsync("/sign-in")));
    }

    [Fact]
    public async Task Setup_RightCode_MakesAnAdminAndSignsIn()
    {
        await using var app = new ShellApp();
        var browser = app.Browser();

        var answer = await SetUpAsync(browser, app.SetupCodeText);

        Assert.Equal("/", ShellApp.RedirectOf(answer));
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/")).StatusCode);
        Assert.Equal("/", ShellApp.RedirectOf(await ShellApp.SignInAsync(app.Browser())));
    }

    [Fact]
    public async Task Setup_CodeTypedWithSpacesAndCapitals_IsTheSameCode()
    {
        await using var app = new ShellApp();

        Assert.Equal("/", ShellApp.RedirectOf(await SetUpAsync(app.Browser(), $" {app.SetupCodeText.Replace('-', ' ').ToUpperInvariant()} ")));
    }

    [Fact]
    public async Task Setup_SecondTime_LeadsToSignIn()
    {
        await using var app = new ShellApp();
        await SetUpAsync(app.Browser(), app.SetupCodeText);

        Assert.Equal("/sign-in", ShellApp.RedirectOf(await app.Browser().GetAsync("/setup")));
    }

    [Fact]
    public async Task Setup_ShortPassword_IsRefusedAndMakesNoAccount()
    {
        await using var app = new ShellApp();

        var answer = await SetUpAsync(app.Browser(), app.SetupCodeText, "eleven char");

        Assert.Contains("at least 12 characters", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("/setup", ShellApp.RedirectOf(await app.Browser().GetAsync("/sign-in")));
    }

    [Fact]
    public async Task Setup_WrongCodes_AreRefusedThenThrottledEvenForTheRightOne()
    {
        await using var app = new ShellApp();
        var browser = app.Browser();
        for (var tries = 0; tries < 20; tries++)
        {
            var wrong = await SetUpAsync(browser, "00000000000000000000000000000000");
            Assert.Contains("This is not the set-up code", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SetUpAsync(browser, app.SetupCodeText)).StatusCode);
        Assert.Equal("/setup", ShellApp.RedirectOf(await app.Browser().GetAsync("/sign-in")));
    }

    private static Task<HttpResponseMessage> SetUpAsync(HttpClient browser, string code, string password = ShellApp.Password) =>
        ShellApp.SubmitAsync(browser, "/setup", ("Form.Code", code), ("Form.Email", ShellApp.Email), ("Form.Password", password));
}
