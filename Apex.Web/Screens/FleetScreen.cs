using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Screens;

/// <summary>People and their freshness by search; the overview and the list of users share the one without a search.</summary>
internal sealed class FleetScreen(FleetReader reader, MetricsFeed feed, ApexClock clock, ILogger<FleetScreen> logger) : LiveScreen<string, Fleet>(feed, clock, logger)
{
    // Judging ten thousand people takes a moment; small fleets are read at once.
    private const int LargeFleet = 500;

    private static readonly TimeSpan PauseWhenLarge = TimeSpan.FromSeconds(4);

    protected override async Task<Fleet> ReadAsync(string key, Fleet? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct)
    {
        if (before?.People.Count > LargeFleet)
        {
            await Clock.Delay(PauseWhenLarge, ct);
        }

        return await reader.ReadAsync(key, ct);
    }

    protected override bool Concerns(string key, FeedEvent change) => change is not FeedEvent.RoadMoved;
}
