using AngleSharp;
using AngleSharp.Dom;
using Apex.Infrastructure.Gate;
using Apex.Tests.Api;
using Apex.Web.Components.Providers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Web.Pages;

/// <summary>What the gate of a vendor looks like in each of its states.</summary>
public sealed class GatePanelTests(SharedHost shared) : IClassFixture<SharedHost>
{
    [Fact]
    public async Task Panel_OfAVendorThatWorks_OffersToPauseIt()
    {
        var panel = await RenderAsync(health => new(health.Provider));

        Assert.Equal(("Open for requests", "FilledCircle"), State(panel));
        Assert.Equal(["Pause Oura"], Buttons(panel));
    }

    [Fact]
    public async Task Panel_Paused_SaysByWhomAndOffersToResume()
    {
        var panel = await RenderAsync(health => new(health.Provider) { PausedAt = DateTimeOffset.UnixEpoch, PausedBy = "apex" });

        Assert.Equal(("Paused", "TwoBars"), State(panel));
        Assert.Contains("by apex. Nothing is fetched; what the vendor sends is received.", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Resume Oura"], Buttons(panel));
    }

    [Fact]
    public async Task Panel_OpenCircuit_SaysTheErrorAndOffersToReset()
    {
        var panel = await RenderAsync(health => new(health.Provider)
        {
            OpenedAt = DateTimeOffset.UnixEpoch,
            OpenUntil = new(2999, 5, 4, 8, 2, 0, TimeSpan.Zero),
            Error = "http_503",
        });

        Assert.Equal(("Not asked: it does not answer", "Triangle"), State(panel));
        Assert.Equal("http_503", panel.QuerySelector(".code")!.TextContent);
        Assert.Contains("08:02", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Pause Oura", "Reset Oura"], Buttons(panel));
    }

    [Fact]
    public async Task Panel_HalfOpen_SaysThatOneItemFindsOut()
    {
        var panel = await RenderAsync(health => new(health.Provider)
        {
            OpenedAt = DateTimeOffset.UnixEpoch,
            OpenUntil = DateTimeOffset.UnixEpoch,
            ProbeUntil = new(2999, 5, 4, 8, 2, 0, TimeSpan.Zero),
        });

        Assert.Equal(("Being tried again", "HalfCircle"), State(panel));
        Assert.Contains("One item is finding out whether it is back.", panel.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_MassReauth_SaysThatNobodyMoreIsAsked()
    {
        var panel = await RenderAsync(health => new(health.Provider) { BrakedAt = DateTimeOffset.UnixEpoch });

        Assert.Equal(("Incident: it refuses many refreshes", "Triangle"), State(panel));
        Assert.Contains("Nobody more is asked to reconnect", panel.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Pause Oura", "Reset Oura"], Buttons(panel));
    }

    private static (string Words, string? Shape) State(IElement panel)
    {
        var status = panel.QuerySelector(".status")!;
        return (status.TextContent.Trim(), status.QuerySelector("svg")!.GetAttribute("data-shape"));
    }

    private static IEnumerable<string> Buttons(IElement panel) => panel.QuerySelectorAll(".row > button.small").Select(button => button.TextContent.Trim());

    private async Task<IElement> RenderAsync(Func<ProviderHealth, ProviderHealth> change)
    {
        var services = shared.Host.Services;
        await services.GetRequiredService<ProviderGate>().ChangeAsync("oura", health => change(health) with { Revision = health.Revision });
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, NullLoggerFactory.Instance);
        var view = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Provider"] = "oura" });
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<GatePanel>(view)).ToHtmlString());
        return (await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html))).Body!;
    }
}
