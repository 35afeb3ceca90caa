using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;
using Apex.Tests.Web.Shell;
using Apex.Web.Security.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Pages;

/// <summary>The pages in a real browser, on a host filled by simulated people.</summary>
public sealed class PageTests(FilledHost filled) : IClassFixture<FilledHost>
{
    private static readonly string[] Lists = ["/", "/users?sort=name", "/roster", "/live", "/dead-letters", "/providers", "/jobs", "/settings/api-keys", "/users/new"];

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task EveryPage_InThisThemeAndWidth_HasNoSeriousFindingAndNothingScrollsSideways(bool isPhone, bool isDark)
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url, isPhone, isDark);
        var findings = new List<string>();
        foreach (var path in await AllPathsAsync())
        {
            await Chromium.OpenAsync(page, path);
            findings.AddRange((await Axe.FindingsAsync(page)).Select(finding => $"{path}: {finding}"));
            if (isPhone)
            {
                await page.SetViewportSizeAsync(360, 740);
            }

            var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            if (overflow > 0)
            {
                findings.Add($"{path}: {overflow} px wider than the screen");
            }
        }

        Assert.Empty(findings);
    }

    [Fact]
    public async Task HostileNames_OnEveryPageThatShowsThem_StayText()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        foreach (var path in (string[])["/users?sort=name", "/roster", "/live", $"/users/{await filled.UserAsync("sim-001")}"])
        {
            await Chromium.OpenAsync(page, path);
            Assert.Contains(FilledHost.HostileNames[0], await page.InnerTextAsync(".main"), StringComparison.Ordinal);
            Assert.NotEqual("pwned", await page.TitleAsync());
            Assert.Equal(0, await page.Locator(".main script, .main img").CountAsync());
        }

        await Chromium.OpenAsync(page, "/users?sort=name");
        foreach (var name in FilledHost.HostileNames)
        {
            var box = await page.Locator("a.person", new() { HasText = name }).First.BoundingBoxAsync();
            Assert.InRange(box!.Width, 1, 300);
        }
    }

    [Fact]
    public async Task OpenLivePage_ANightIsStored_ShowsWithoutReload()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/live");
        await page.EvaluateAsync("() => { window.notReloaded = true; }");
        var person = filled.Host.Simulator.World.GetPerson("sim-002");

        // Shortly after their midnight today's night still lies ahead; yesterday's is over at any moment.
        var day = person.LocalToday.AddDays(-1);
        person.SetNight(day, person.PlannedNight(day) with { RmssdMs = 123 });

        Assert.Equal(200, await filled.Host.Simulator.Oura.NotifyNightAsync(person, day, "update"));

        await page.WaitForSelectorAsync("tr:has-text('123\u202Fms')");
        Assert.True(await page.EvaluateAsync<bool>("() => window.notReloaded === true"));
    }

    [Fact]
    public async Task LiveList_WhilePointedAt_KeepsItsOrderAndTellsOfNewOnes()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/live");
        await page.HoverAsync(".live-table tbody tr:first-child .cell-main");
        var before = await page.Locator(".live-table a.person").AllInnerTextsAsync();

        // Eight hours apart: at any moment at least one of the two has been up long enough to have a day.
        var last = ((string[])["sim-011", "sim-017"]).Select(filled.Host.Simulator.World.GetPerson).First(person => person.DayOf(person.LocalToday) is not null);
        last.Walk(last.LocalToday, 777);
        await filled.Host.Simulator.Webhooks.SendAsync(filled.Host.Simulator.Garmin.Push().Daily(last, last.DayOf(last.LocalToday)!).Build());

        await page.WaitForSelectorAsync(".held-new");

        Assert.Equal(before, await page.Locator(".live-table a.person").AllInnerTextsAsync());
        await page.HoverAsync("h1");
        await page.WaitForSelectorAsync($".live-table tbody tr:first-child:has-text('{last.DisplayName}')");
    }

    [Fact]
    public async Task Coach_OpensOpsPages_IsToldNoAndSeesTheRoster()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url, email: FilledHost.CoachEmail);
        foreach (var path in (string[])["/users", $"/users/{await filled.UserAsync("sim-002")}", "/dead-letters", "/providers", "/jobs", "/settings/api-keys", "/users/new"])
        {
            await Chromium.OpenAsync(page, path);
            Assert.Equal("Not part of your role", await page.InnerTextAsync("h1"));
        }

        await Chromium.OpenAsync(page, "/roster");
        Assert.True(await page.Locator(".roster-table tbody tr").CountAsync() > 20);
        Assert.Equal(0, await page.Locator(".main a[href^='users/']").CountAsync());
        Assert.Equal(["Roster", "Live"], await page.Locator(".side .nav a").AllInnerTextsAsync());
    }

    [Fact]
    public async Task OpenRoster_AScoreIsLostWhileItsNightIsFresh_ShowsNoGreenForIt()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/roster");

        // By id: names are hostile, and one may be part of another.
        var address = (await page.Locator(".roster-table tr:has(.recovery.status-fresh) a.person").Last.GetAttributeAsync("href"))!;
        var userId = Guid.Parse(address[(address.LastIndexOf('/') + 1)..]);
        var row = page.Locator($".roster-table tr:has(a.person[href$='{userId}'])");

        await filled.Host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE daily_metrics SET recovery_score = NULL, recovery = NULL WHERE user_id = @user", ("@user", userId)));
        filled.Host.Services.GetRequiredService<MetricsFeed>().Publish(new FeedEvent.PersonChanged(userId));

        await row.Locator(".cell-key .missing").WaitForAsync();
        Assert.Equal(0, await row.Locator(".status-fresh").CountAsync());
    }

    [Fact]
    public async Task Number_OnAPersonsPage_LeadsToItsRawBodyInTwoClicksAndTheLookIsAudited()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, $"/users/{await filled.UserAsync("sim-011")}");

        await page.Locator(".days-table td[data-label='Sleep'] a").First.ClickAsync();
        await page.Locator("dialog[open] .source button").First.ClickAsync();

        Assert.Contains("\"", await page.InnerTextAsync("dialog[open] pre.body"), StringComparison.Ordinal);
        Assert.True(await filled.Host.CountAsync($"audit_log WHERE actor = 'account:{await AccountIdAsync()}' AND action IN ('raw_payload.reveal', 'message.reveal')") > 0);
    }

    [Fact]
    public async Task Slash_OnTheListOfUsers_FocusesTheSearchAndTheAddressKeepsIt()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/users");
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("keiko");

        await page.WaitForURLAsync("**/users?q=keiko");
        await page.WaitForSelectorAsync(".list-card tbody tr:only-child");

        Assert.Equal(["Keiko"], await page.Locator("a.person").AllInnerTextsAsync());
        Assert.Equal("keiko", await page.InputValueAsync("[data-search]"));
    }

    [Fact]
    public async Task NewKey_IsShownOnceAndAfterAReloadOnlyItsPrefix()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/settings/api-keys");
        await page.FillAsync("#key-name", "Night job");
        await page.ClickAsync("text=Create key");
        var key = await page.InnerTextAsync(".key-text");

        await Chromium.OpenAsync(page, "/settings/api-keys");

        Assert.StartsWith("apx_", key, StringComparison.Ordinal);
        var text = await page.InnerTextAsync(".main");
        Assert.Contains("Night job", text, StringComparison.Ordinal);
        Assert.Contains(key[..10], text, StringComparison.Ordinal);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewUser_UnknownZone_IsRefusedAtItsFieldAndThenAdded()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/users/new");
        await page.FillAsync("#name", "Nadia");
        await page.FillAsync("#zone", "Europe/Nowhere");
        await page.ClickAsync("button[type=submit].primary");
        Assert.Contains("IANA", await page.InnerTextAsync(".field-error"), StringComparison.Ordinal);

        await page.FillAsync("#zone", "Europe/Berlin");
        await page.ClickAsync("button[type=submit].primary");

        await page.WaitForSelectorAsync("h1:text-is('Nadia')");
        Assert.Contains("Nothing connected yet", await page.InnerTextAsync(".main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunNow_OnTheJobsPage_ShowsWhatItDidAndIsAudited()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/jobs");

        await page.ClickAsync(".job:has-text('Expire') button");

        await page.WaitForSelectorAsync(".job:has-text('Expire') .part:has-text('You ran it: nothing was due')");
        await page.WaitForSelectorAsync(".job:has-text('Expire') .facts:has-text('Nothing was due')");
        Assert.Equal(1, await filled.Host.CountAsync($"audit_log WHERE actor = 'account:{await AccountIdAsync()}' AND action = 'job.run' AND target = 'job:expire'"));
    }

    [Fact]
    public async Task OpenProvidersPage_ADeliveryComes_CountsItWithoutReload()
    {
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, "/providers");
        await page.EvaluateAsync("() => { window.notReloaded = true; }");
        var accepted = page.Locator(".provider:has(h2:text-is('Garmin')) .ack-table tr:has-text('Accepted') td:last-child");
        var before = await CountAsync(accepted);
        var person = filled.Host.Simulator.World.GetPerson("sim-011");

        await filled.Host.Simulator.Webhooks.SendAsync(filled.Host.Simulator.Garmin.Push().Daily(person, person.LocalToday.AddDays(-1)).Build());

        await Eventually.TrueAsync(async () => await CountAsync(accepted) > before, "the delivery is counted");
        Assert.True(await page.EvaluateAsync<bool>("() => window.notReloaded === true"));
    }

    [Fact]
    public async Task Person_WithAConnectionThatIsAsked_SaysWhenItIsLookedAtNextAndWhatWaitsForQuota()
    {
        var (userId, person) = (await filled.Host.QueryAsync(
            "SELECT user_id, external_user_id FROM connections WHERE provider = 'oura' AND status = 'active' ORDER BY external_user_id LIMIT 1", reader => (reader.GetGuid(0), reader.GetString(1))))[0];
        var inAnHour = TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds();
        await filled.Host.Storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await session.ExecuteAsync("UPDATE connections SET poll_due_at = @at WHERE user_id = @user AND provider = 'oura'", ("@at", inAnHour), ("@user", userId));
            await session.ExecuteAsync(
                """
                INSERT INTO work_items (provider, external_user_id, family, day, lane, class, wanted, claimed, due_at, fence, tries, lost_leases, waits, wait_reason, created_at)
                VALUES ('oura', @person, 'sleep', '2026-05-04', 'fetch', 'poll', 1, 0, @at, 0, 0, 0, 1, 'quota', @at)
                """,
                ("@person", person), ("@at", inAnHour));
        });
        var zone = TimeZoneInfo.FindSystemTimeZoneById((await filled.Host.QueryAsync($"SELECT time_zone FROM users WHERE id IN (SELECT user_id FROM connections WHERE external_user_id = '{person}')", reader => reader.GetString(0)))[0]);
        var clock = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(inAnHour), zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var page = await filled.Browser.SignInAsync(filled.Host.Url);

        await Chromium.OpenAsync(page, $"/users/{userId}");

        var text = await page.InnerTextAsync(".rows > .connection:has-text('Oura')");
        Assert.Contains($"Next look {clock}: ", text, StringComparison.Ordinal);
        Assert.Contains($"Sleep of Mon 4 May waits for quota, next try {clock}", text, StringComparison.Ordinal);
    }

    private static async Task<int> CountAsync(Microsoft.Playwright.ILocator number) =>
        int.Parse(new string([.. (await number.InnerTextAsync()).Where(char.IsAsciiDigit)]), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Guid> AccountIdAsync()
    {
        await using var scope = filled.Host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(ShellApp.Email))!.Id;
    }

    private async Task<IEnumerable<string>> AllPathsAsync()
    {
        var person = $"/users/{await filled.UserAsync("sim-003")}";
        var fingerprint = (await filled.Host.QueryAsync("SELECT fingerprint FROM dead_letters ORDER BY id LIMIT 1", reader => reader.GetString(0)))[0];
        var run = (await filled.Host.QueryAsync("SELECT id FROM runs WHERE user_id IS NOT NULL AND requests > 0 ORDER BY id LIMIT 1", reader => reader.GetInt64(0)))[0];
        return [.. Lists, person, $"{person}?run={run}", $"{person}?add=connection", $"/dead-letters?issue={Uri.EscapeDataString(fingerprint)}", $"/dead-letters?letter=1"];
    }
}
