using Apex.Infrastructure.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Storage;

/// <summary>Opens the storage before anything that needs it starts, and closes it after all of that has stopped (hosted services stop in reverse order).</summary>
internal sealed partial class StorageStartup(ApexStorage storage, ApexClock clock, ILogger<StorageStartup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await storage.OpenAsync(cancellationToken);
        if (await LeaseRecovery.RunAsync(storage, clock.Now) is > 0 and var recovered)
        {
            LogRecovered(recovered);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await storage.DisposeAsync();

    [LoggerMessage(2020, LogLevel.Warning, "{Items} work items were left leased by a process that ended; they go on now")]
    private partial void LogRecovered(int items);
}
