using System.Globalization;
using System.Net;
using Apex.Simulator.Traffic;
using Apex.Tests.Api;
using Microsoft.Playwright;

namespace Apex.Tests.Web.Pages;

/// <summary>A backfill as the person's page tells of it, live: how far it is, how it ended, and how one ends it.</summary>
public sealed class BackfillPageTests(FilledHost filled) : IClassFixture<FilledHost>
{
    [Fact]
    public async Task Backfill_WhileItRuns_IsShownByDayAndLiveAndCanBeStopped()
    {
        var userId = await filled.UserAsync("sim-002");
        var page = await filled.Browser.SignInAsync(filled.Host.Url);
        await Chromium.OpenAsync(page, $"/users/{userId}");
        var card = page.Locator("section.card", new() { HasText = "Past days" });
        Assert.Equal(0, await card.CountAsync());

        var held = filled.Host.Simulator.Faults.Hold(Vendor.Oura, "/v2/usercollection/sleep");
        await RequestAsync(userId, daysAgo: 30);
        await card.GetByText("0 of 12 days").WaitForAsync();
        Assert.Equal("0/12", await card.Locator("progress").EvaluateAsync<string>("bar => `${bar.value}/${bar.max}`"));
        Assert.Empty(await Axe.FindingsAsync(page));
        await held.Arrived.WaitAsync(TimeSpan.FromSeconds(60));
        held.Release();
        await card.GetByText("All 12 days are here.").WaitForAsync();

        using (filled.Host.Simulator.Faults.Hold(Vendor.Oura, "/v2/usercollection/sleep"))
        {
            await RequestAsync(userId, daysAgo: 60);
            await card.GetByText("0 of 12 days").WaitForAsync();
            await card.GetByRole(AriaRole.Button, new() { Name = "Cancel Oura backfill" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Stop it", Exact = true }).ClickAsync();
            await card.GetByText("0 of 12 days, then stopped.").WaitForAsync();
        }

        Assert.Equal(0, await card.GetByRole(AriaRole.Button).CountAsync());
        Assert.Equal(1, await filled.Host.CountAsync("backfills WHERE state = 'cancelled'"));
        Assert.Equal(1, await filled.Host.CountAsync("audit_log WHERE action = 'backfill.cancel' AND actor LIKE 'account:%-%-%'"));
    }

    /// <summary>Twelve days up to so many days ago.</summary>
    private async Task RequestAsync(Guid userId, int daysAgo)
    {
        using var api = filled.Host.Api();
        var end = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-daysAgo);
        var range = new { provider = "oura", startDate = Text(end.AddDays(-11)), endDate = Text(end) };
        await api.PostAsync($"/api/v1/users/{userId}/backfill", range, HttpStatusCode.Accepted);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
