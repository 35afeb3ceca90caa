using Microsoft.Extensions.Hosting;

namespace Apex.Infrastructure.Storage;

/// <summary>Opens the storage before anything that needs it starts, and closes it after all of that has stopped (hosted services stop in reverse order).</summary>
internal sealed class StorageStartup(ApexStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.OpenAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken) => await storage.DisposeAsync();
}
