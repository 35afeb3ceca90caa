using Apex.Infrastructure.Days;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Quota;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Work;

/// <summary>One claim loop per enabled provider and lane, and one for Apex's own follow-up work.</summary>
internal sealed class WorkLoops : BackgroundService
{
    private const int DataInFlight = 32;
    private const int DeriveInFlight = 2;

    private readonly List<ClaimLoop> _loops = [];

    public WorkLoops(
        ProviderRegistry providers, IngestPipeline pipeline, DeriveRunner derive, QuotaLedger quota, ProviderGate gate, WorkQueue queue, WorkSignal signal, ApexClock clock,
        ILogger<ClaimLoop> logger)
    {
        foreach (var traits in providers.All.Select(provider => provider.Traits).Where(traits => traits.Enabled))
        {
            _loops.Add(new(traits.Name, Lanes.Data, DataInFlight, pipeline.RunAsync, queue, signal, clock, logger));
            if (providers.Get(traits.Name) is IPullProvider or ILinkingProvider)
            {
                _loops.Add(new(
                    traits.Name, Lanes.Fetch, traits.MaxInFlight, pipeline.RunAsync, queue, signal, clock, logger,
                    () => gate.ClosedUntil(traits.Name) ?? quota.ExhaustedUntil(traits.Name), gate));
            }
        }

        _loops.Add(new(DeriveItem.Provider, Lanes.Data, DeriveInFlight, derive.RunAsync, queue, signal, clock, logger));
    }

    public IReadOnlyList<ClaimLoop> Loops => _loops;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_loops.Select(loop => Task.Run(() => loop.RunAsync(stoppingToken), CancellationToken.None)));
}
