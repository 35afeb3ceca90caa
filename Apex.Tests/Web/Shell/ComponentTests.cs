using AngleSharp;
using AngleSharp.Dom;
using Apex.Domain.Freshness;
using Apex.Domain.Recovery;
using Apex.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Apex.Tests.Web.Shell;

public sealed class ComponentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(FreshnessState.Fresh, null, "status-fresh", "FilledCircle", "Fresh")]
    [InlineData(FreshnessState.Due, "08:40", "status-due", "HalfCircle", "Due 08:40")]
    [InlineData(FreshnessState.Late, "35 min", "status-late", "Triangle", "Late 35 min")]
    [InlineData(FreshnessState.Delayed, "quota", "status-delayed", "TwoBars", "Waiting: quota")]
    [InlineData(FreshnessState.Disconnected, null, "status-disconnected", "Cross", "Reconnect")]
    [InlineData(FreshnessState.Never, null, "status-none", "OpenCircle", "No data yet")]
    [InlineData(FreshnessState.Unsupported, null, "status-none", "Dash", "Not offered")]
    public async Task StatusBadge_EachState_HasColourShapeAndWord(FreshnessState state, string? detail, string colour, string shape, string words)
    {
        var badge = (await RenderAsync<StatusBadge>(("State", state), ("Detail", detail))).QuerySelector(".status")!;

        Assert.Equal((colour, shape, words), (badge.ClassList[1], badge.QuerySelector("svg")!.GetAttribute("data-shape"), badge.TextContent.Trim()));
    }

    [Theory]
    [InlineData(-30, "just now")] // a clock half a minute ahead of ours is no reason to speak of the future
    [InlineData(-600, "in 10\u202Fmin")]
    [InlineData(5, "just now")]
    [InlineData(59, "59\u202Fs ago")]
    [InlineData((25 * 60) + 59, "25\u202Fmin ago")]
    [InlineData(3 * 3600, "3\u202Fh ago")]
    [InlineData((47 * 3600) + 3599, "47\u202Fh ago")]
    [InlineData(48 * 3600, "2\u202Fdays ago")]
    public async Task Age_SecondsAgo_RoundsDownToTheLargestUnit(int secondsAgo, string expected) =>
        Assert.Equal(expected, (await RenderAsync<Age>(("At", Now.AddSeconds(-secondsAgo)), ("Now", Now))).QuerySelector("time")!.TextContent);

    [Fact]
    public async Task Age_InAZone_SaysTheAbsoluteTimeThereOnFocus()
    {
        var tip = (await RenderAsync<Age>(("At", Now), ("Now", Now.AddMinutes(25)), ("Zone", TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo")))).QuerySelector(".tip")!;

        Assert.Equal("0", tip.GetAttribute("tabindex"));
        Assert.Equal(": 1 Mar 2026 18:00 Asia/Tokyo", tip.QuerySelector(".tip-text")!.TextContent);
        Assert.Equal("2026-03-01T09:00:00Z", tip.QuerySelector("time")!.GetAttribute("datetime"));
    }

    [Theory]
    [InlineData(11873.0, "steps", 0, "11\u202F873\u202Fsteps")]
    [InlineData(57.0, "ms", 0, "57\u202Fms")]
    [InlineData(0.0, "steps", 0, "0\u202Fsteps")]
    [InlineData(62.5, null, 0, "63")]
    [InlineData(-0.04, "°C", 1, "0.0\u202F°C")]
    [InlineData(-1.25, "°C", 1, "−1.3\u202F°C")]
    public async Task Num_AValue_HasThinSpacesAndItsUnit(double value, string? unit, int decimals, string expected) =>
        Assert.Equal(expected, (await RenderAsync<Num>(("Value", value), ("Unit", unit), ("Decimals", decimals))).QuerySelector(".num")!.TextContent);

    [Fact]
    public async Task Num_NoValue_IsADashWithItsReasonAndNeverZero()
    {
        var tip = (await RenderAsync<Num>(("Value", null), ("Unit", "ms"), ("MissingReason", "The ring was not worn"))).QuerySelector(".tip.missing")!;

        Assert.Equal("–: The ring was not worn", tip.TextContent);
        Assert.Equal("0", tip.GetAttribute("tabindex"));
    }

    [Theory]
    [InlineData(423.0, "7\u202Fh\u202F03")]
    [InlineData(35.0, "35\u202Fmin")]
    [InlineData(59.6, "1\u202Fh\u202F00")]
    [InlineData(0.0, "0\u202Fmin")]
    public async Task DurationText_Minutes_AreHoursAndMinutes(double minutes, string expected) =>
        Assert.Equal(expected, (await RenderAsync<DurationText>(("Value", TimeSpan.FromMinutes(minutes)))).QuerySelector(".num")!.TextContent);

    [Theory]
    [InlineData(81.6, RecoveryZone.High, RecoveryConfidence.High, "status-fresh", "82High", false)]
    [InlineData(50.0, RecoveryZone.Moderate, RecoveryConfidence.Medium, "status-due", "50Moderate", false)]
    [InlineData(31.0, RecoveryZone.Low, RecoveryConfidence.Low, "status-late", "31Low, early estimate", true)]
    public async Task RecoveryBadge_AScore_HasZoneAndMarksAnEarlyEstimate(
        double score, RecoveryZone zone, RecoveryConfidence confidence, string colour, string words, bool early)
    {
        var badge = (await RenderAsync<RecoveryBadge>(("Score", score), ("Zone", zone), ("Confidence", confidence))).QuerySelector(".recovery")!;

        Assert.Contains(colour, badge.ClassList);
        Assert.Equal((words, early), (string.Concat(badge.QuerySelectorAll("span").Select(part => part.TextContent)), badge.ClassList.Contains("early")));
    }

    private static async Task<IDocument> RenderAsync<T>(params (string Name, object? Value)[] parameters)
        where T : IComponent
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var view = ParameterView.FromDictionary(parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value));
        var html = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<T>(view)).ToHtmlString());
        return await BrowsingContext.New(Configuration.Default).OpenAsync(request => request.Content(html));
    }
}
