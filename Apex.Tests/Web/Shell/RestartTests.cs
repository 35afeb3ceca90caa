using Apex.Tests.Support;
using Microsoft.Playwright;

namespace Apex.Tests.Web.Shell;

/// <summary>Real process, real browser. Also guards the pair of a 9.0 script with a 10.0 server (build/BlazorScript.targets).</summary>
public sealed class RestartTests
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    [Fact]
    public async Task Host_WrongSettings_RefusesToStartWithOneLineEachAndNoStackTrace()
    {
        using var host = HostProcess.Start(("Apex:Storage", "Oracle"), ("Apex:Recovery:Formula", "magic"));

        var (code, error) = await host.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, code);
        Assert.Equal(
            [
                "Apex did not start. Please correct:",
                "  - Apex:Recovery:Formula: 'magic' is unknown; use one of apex-recovery-1.0, prd-6.",
                "  - Apex:Storage: must be one of Sqlite, Postgres.",
            ],
            error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).Order(StringComparer.Ordinal).OrderBy(line => line[0] == ' '));
    }

    [Fact]
    public async Task Host_DatabaseOutOfReach_RefusesToStartAndNamesTheKey()
    {
        var data = Directory.CreateTempSubdirectory("apex-refused-");
        using var host = HostProcess.Start(
            ("Apex:Storage", "Postgres"), ("Apex:DataDirectory", data.FullName), ("ConnectionStrings:Apex", "Host=127.0.0.1;Port=1;Username=apex"));

        var (code, error) = await host.ExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, code);
        Assert.StartsWith("Apex did not start. Please correct:", error, StringComparison.Ordinal);
        Assert.Contains("  - ConnectionStrings:Apex: the accounts database cannot be opened (", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task OpenPage_HostKilledAndStartedAgain_ComesBackByItselfAtTheSameAddress()
    {
        var data = Directory.CreateTempSubdirectory("apex-restart-");
        var url = $"http://127.0.0.1:{HostProcess.FreePort()}";
        (string, string)[] settings = [.. ShellApp.WithAdmin, ("Apex:DataDirectory", data.FullName), ("ASPNETCORE_URLS", url)];
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags });
        var page = await chromium.NewPageAsync();

        using (var host = HostProcess.Start(settings))
        {
            await host.WaitUntilListeningAsync(TestContext.Current.CancellationToken);
            await SignInAsync(page, url + "/?filter=late");
            await page.EvaluateAsync("() => document.documentElement.setAttribute('data-old', '')");
            host.Kill();
            await page.WaitForSelectorAsync("#reconnect[open]");
        }

        using (var host = HostProcess.Start(settings))
        {
            await host.WaitUntilListeningAsync(TestContext.Current.CancellationToken);
            await page.WaitForSelectorAsync("html:not([data-old]) .shell h1");
            Assert.Equal(url + "/?filter=late", page.Url);
            Assert.False(await page.Locator("#reconnect").IsVisibleAsync());
        }

        data.Delete(recursive: true);
    }

    private static async Task SignInAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.FillAsync("#email", ShellApp.Email);
        await page.FillAsync("#password", ShellApp.Password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".shell h1");
    }
}
