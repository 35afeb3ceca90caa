using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Gate;

/// <summary>Keeps <see cref="ProviderGate"/> true to what other nodes and people have changed.</summary>
internal sealed partial class GateRefresh(ProviderGate gate, ApexClock clock, ILogger<GateRefresh> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    // Before the first claim: a restart must not forget that a vendor is down or paused.
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await gate.RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await clock.Delay(Every, stoppingToken);
                await Task.Yield(); // whoever moves a virtual clock must not wait for our reads
                await gate.RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e); // what is known stays, the next look goes on
            }
        }
    }

    [LoggerMessage(3023, LogLevel.Warning, "The state of the vendors could not be read; the last known one counts")]
    private partial void LogFailed(Exception e);
}
