using Microsoft.Playwright;

namespace Apex.Bench.Hosting;

/// <summary>Open pages of one signed-in person in a headless Chromium; the first notes when it paints each number of steps.</summary>
internal sealed class Viewers : IAsyncDisposable
{
    private static readonly string[] _flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

    // A value counts as painted in the frame after the change of the document. Steps are the seventh column.
    private const string Watch = """
        () => {
          const seen = window.seenAt = {};
          const look = () => requestAnimationFrame(() => {
            const now = Date.now();
            for (const cell of document.querySelectorAll('.live-table tbody td:nth-child(7)')) {
              const steps = cell.textContent.replace(/\D/g, '');
              seen[steps] ??= now;
            }
          });
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly IPage _first;

    private Viewers(IPlaywright playwright, IBrowser browser, IPage first) => (_playwright, _browser, _first) = (playwright, browser, first);

    public static async Task<Viewers> OpenAsync(int count, int port, string email, string password)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = _flags });
        var context = await browser.NewContextAsync(new() { BaseURL = $"http://127.0.0.1:{port}", ViewportSize = new() { Width = 1440, Height = 900 } });
        context.SetDefaultTimeout(120_000);
        var first = await context.NewPageAsync();
        await first.GotoAsync("/");
        await first.FillAsync("#email", email);
        await first.FillAsync("#password", password);
        await first.ClickAsync("button[type=submit]");
        await first.WaitForSelectorAsync(".shell h1");
        await ShowAsync(first);
        await first.EvaluateAsync(Watch);
        for (var i = 1; i < count; i++)
        {
            await ShowAsync(await context.NewPageAsync());
        }

        return new(playwright, browser, first);
    }

    /// <summary>When each number was painted first, in Unix ms.</summary>
    public Task<Dictionary<string, double>> PaintedAtAsync() => _first.EvaluateAsync<Dictionary<string, double>>("() => window.seenAt");

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static async Task ShowAsync(IPage page)
    {
        await page.GotoAsync("/live");
        await page.WaitForSelectorAsync(".live-table tbody tr");
    }
}
