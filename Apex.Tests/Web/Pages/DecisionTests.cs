using System.Net;
using System.Text;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Apex.Tests.Support;
using Apex.Tests.Web.Shell;
using Microsoft.Playwright;

namespace Apex.Tests.Web.Pages;

/// <summary>What cannot be taken back, done with the keyboard alone, and what the person sees afterwards.</summary>
public sealed class DecisionTests(FilledHost filled) : IClassFixture<FilledHost>
{
    [Fact]
    public async Task DeadLetter_Discarded_LeavesTheListAndIsNoLongerOpen()
    {
        var (letter, fingerprint) = await UnreadableAsync("{\"dailies\":[{\"discard\":1}]}");
        var page = await OpenLetterAsync(fingerprint, letter);

        await ConfirmAsync(page, page.GetByRole(AriaRole.Button, new() { Name = $"Discard letter {letter}", Exact = true }), "Discard");

        await page.GetByText($"Letter {letter} discarded").WaitForAsync();
        await GoneAsync(page, letter);
        Assert.Equal("discarded", await StateAsync(letter));
    }

    [Fact]
    public async Task DeadLetter_ReplayedThoughNothingHasChanged_StaysAndSaysWhy()
    {
        var (letter, fingerprint) = await UnreadableAsync("{\"dailies\":[{\"replay\":1}]}");
        var page = await OpenLetterAsync(fingerprint, letter);

        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = $"Replay letter {letter}", Exact = true }));

        await page.GetByText($"Letter {letter} was not replayed").WaitForAsync();
        await page.GetByText("It still cannot be read: user_id_missing").WaitForAsync();
        Assert.Equal("open", await StateAsync(letter));
    }

    [Fact]
    public async Task DeadLetter_ReplayedOnceTheVendorIsWell_LeavesTheListAndItsDayIsThere()
    {
        var person = filled.Host.Simulator.World.GetPerson("sim-002");
        var day = person.LocalToday.AddDays(-2);
        person.SetNight(day, person.PlannedNight(day) with { RmssdMs = 101 });
        using (filled.Host.Simulator.Faults.Inject(Vendor.Oura, new Fault.WrongJson(BrokenBody.Html), person))
        {
            Assert.Equal(200, await filled.Host.Simulator.Oura.NotifyNightAsync(person, day, "update"));
            await Eventually.TrueAsync(async () => await filled.Host.CountAsync("dead_letters WHERE stage = 'fetch' AND state = 'open'") == 1, "the fetch is a dead letter");
        }

        var (letter, fingerprint) = (await filled.Host.QueryAsync(
            "SELECT id, fingerprint FROM dead_letters WHERE stage = 'fetch' AND state = 'open'", reader => (reader.GetInt64(0), reader.GetString(1))))[0];
        var page = await OpenLetterAsync(fingerprint, letter);

        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = $"Replay letter {letter}", Exact = true }));

        await page.GetByText($"Letter {letter} replayed").WaitForAsync();
        await GoneAsync(page, letter);
        await Eventually.TrueAsync(async () => await filled.Host.CountAsync($"daily_metrics WHERE hrv_avg = 101 AND date = '{day:yyyy-MM-dd}'") == 1, "the night is stored");
        Assert.Equal("replayed", await StateAsync(letter));
    }

    [Fact]
    public async Task Connection_Removed_LeavesThePersonsPage()
    {
        var userId = await filled.UserAsync("sim-011");
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, $"/users/{userId}");
        var remove = page.GetByRole(AriaRole.Button, new() { Name = "Remove Garmin" });
        Assert.Equal(1, await remove.CountAsync());

        await ConfirmAsync(page, remove, "Remove");

        await page.GetByText("Connection removed").WaitForAsync();
        await remove.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(1, await filled.Host.CountAsync($"audit_log WHERE action = 'connection.remove' AND actor LIKE 'account:%-%-%'"));
        Assert.Equal(1, await filled.Host.CountAsync("connections WHERE provider = 'garmin' AND status = 'removed'"));
    }

    [Fact]
    public async Task ApiKey_Revoked_SaysSoAndIsRefused()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/settings/api-keys");
        await page.FillAsync("#key-name", "Old job");
        await page.ClickAsync("text=Create key");
        using var client = filled.Host.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await page.InnerTextAsync(".key-text"));
        await client.GetAsync("/api/v1/users", HttpStatusCode.OK);
        var line = page.Locator("li.connection", new() { HasText = "Old job" });
        Assert.Contains($"by {ShellApp.Email}", await line.InnerTextAsync(), StringComparison.Ordinal);

        await ConfirmAsync(page, line.GetByRole(AriaRole.Button), "Revoke");

        await line.GetByText("revoked").WaitForAsync();
        Assert.Equal(0, await line.GetByRole(AriaRole.Button).CountAsync());
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.CallAsync(HttpMethod.Get, "/api/v1/users")).Status);
    }

    // Opened, left with Esc, opened again, confirmed; the focus is where a person without a mouse needs it.
    private static async Task ConfirmAsync(IPage page, ILocator opener, string verb)
    {
        var dialog = page.Locator("dialog[open]");
        await PressAsync(page, opener);
        await dialog.WaitForAsync();
        Assert.Equal("Cancel", await FocusedAsync(page));
        await page.Keyboard.PressAsync("Escape");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.True(await opener.EvaluateAsync<bool>("opener => opener === document.activeElement"));

        await page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal(verb, await FocusedAsync(page));
        await page.Keyboard.PressAsync("Enter");
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static async Task PressAsync(IPage page, ILocator button)
    {
        await button.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
    }

    private static Task<string> FocusedAsync(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.textContent.trim()");

    private static Task GoneAsync(IPage page, long letter) =>
        page.Locator("li.letter", new() { HasText = $"Letter {letter}" }).WaitForAsync(new() { State = WaitForSelectorState.Detached });

    private async Task<IPage> OpenLetterAsync(string fingerprint, long letter)
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, $"/dead-letters?issue={Uri.EscapeDataString(fingerprint)}");
        await page.Locator("li.letter", new() { HasText = $"Letter {letter}" }).WaitForAsync();
        return page;
    }

    private async Task<(long Letter, string Fingerprint)> UnreadableAsync(string body)
    {
        Assert.Equal(200, await filled.Host.Simulator.Webhooks.PostAsync(filled.Host.Simulator.Garmin.Wrap(Encoding.UTF8.GetBytes(body))));
        return (await filled.Host.QueryAsync("SELECT id, fingerprint FROM dead_letters ORDER BY id DESC LIMIT 1", reader => (reader.GetInt64(0), reader.GetString(1))))[0];
    }

    private async Task<string> StateAsync(long letter) =>
        (await filled.Host.QueryAsync($"SELECT state FROM dead_letters WHERE id = {letter}", reader => reader.GetString(0)))[0];
}
