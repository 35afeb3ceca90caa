using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;

namespace Apex.Web.Screens;

/// <summary>What every screen's model needs of the host.</summary>
public sealed class ScreenTools(MetricsFeed feed, ApexClock clock, IHostApplicationLifetime lifetime)
{
    public MetricsFeed Feed => feed;

    public ApexClock Clock => clock;

    public CancellationToken Stopping => lifetime.ApplicationStopping;
}
