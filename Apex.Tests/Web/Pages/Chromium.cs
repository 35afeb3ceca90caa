using Apex.Tests.Web.Shell;
using Microsoft.Playwright;

namespace Apex.Tests.Web.Pages;

/// <summary>A headless browser and signed-in pages in it.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Chromium> StartAsync()
    {
        var playwright = await Playwright.CreateAsync();
        return new(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = Flags }));
    }

    /// <summary>A page on the start page, signed in, on a desk or a phone, in a theme.</summary>
    public async Task<IPage> SignInAsync(Uri host, bool isPhone = false, bool isDark = false, string email = ShellApp.Email, string password = ShellApp.Password)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = host.ToString(),
            ViewportSize = isPhone ? new() { Width = 390, Height = 844 } : new() { Width = 1440, Height = 900 },
            HasTouch = isPhone,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            TimezoneId = "Europe/Berlin",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.FillAsync("#email", email);
        await page.FillAsync("#password", password);
        await page.ClickAsync("button[type=submit]");
        await page.WaitForSelectorAsync(".shell h1");
        return page;
    }

    /// <summary>Opens an address and waits until its content, not its skeleton, is there.</summary>
    public static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync(".shell h1");
        await page.WaitForSelectorAsync(".main:not(:has(.skeleton))");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
