using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Web.Screens;

namespace Apex.Web.Components.Overview;

internal sealed class RoadScreen(OverviewReader reader, MetricsFeed feed, ApexClock clock, ILogger<RoadScreen> logger)
    : LiveScreen<Everything, RoadOverview>(feed, clock, logger)
{
    protected override TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    // Rates per minute fall by time alone.
    protected override TimeSpan Refresh => TimeSpan.FromSeconds(5);

    protected override Task<RoadOverview> ReadAsync(Everything key, RoadOverview? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct) => reader.ReadAsync(ct);

    protected override bool Concerns(Everything key, FeedEvent change) => true;
}
