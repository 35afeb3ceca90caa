using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;
using Apex.Web.Screens;

namespace Apex.Web.Components.Providers;

internal sealed class ProviderScreen(ProviderReader reader, ScreenTools tools, ILogger<ProviderScreen> logger)
    : LiveScreen<Everything, ProvidersModel>(tools, logger)
{
    // Sums over a day: no need to follow each delivery.
    protected override TimeSpan Pause => TimeSpan.FromSeconds(2);

    protected override TimeSpan Refresh => TimeSpan.FromSeconds(5);

    protected override Task<ProvidersModel> ReadAsync(Everything key, ProvidersModel? before, IReadOnlyList<FeedEvent> changes, CancellationToken ct) => reader.ReadAsync(ct);

    protected override bool Concerns(Everything key, FeedEvent change) => change is FeedEvent.RoadMoved;
}
