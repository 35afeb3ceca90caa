using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Web.Screens;

namespace Apex.Web.Components.Roster;

/// <summary>One page of the roster by its number.</summary>
internal sealed class RosterScreen(RosterReader reader, MetricsFeed feed, ApexClock clock, ILogger<RosterScreen> logger)
    : LiveScreen<int, Infrastructure.Reading.Roster>(feed, clock, logger)
{
    protected override TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    protected override Task<Infrastructure.Reading.Roster> ReadAsync(
        int key, Infrastructure.Reading.Roster? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct) => reader.ReadAsync(key, ct);

    protected override bool Concerns(int key, FeedEvent change) => change is FeedEvent.DaysChanged or FeedEvent.PersonChanged;
}
