using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Web.Screens;

namespace Apex.Web.Components.LiveDays;

internal sealed class LandedScreen(LandedReader reader, MetricsFeed feed, ApexClock clock, ILogger<LandedScreen> logger) : LiveScreen<Everything, Landed>(feed, clock, logger)
{
    protected override TimeSpan Pause => TimeSpan.FromMilliseconds(200);

    protected override Task<Landed> ReadAsync(Everything key, Landed? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct) => before is null
        ? reader.RecentAsync(ct)
        : reader.AddAsync(before, changes.OfType<FeedEvent.DaysChanged>().SelectMany(change => change.Days.Select(day => (change.UserId, day))), ct);

    protected override bool Concerns(Everything key, FeedEvent change) => change is FeedEvent.DaysChanged;
}
