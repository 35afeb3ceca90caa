using Microsoft.Extensions.Hosting;

namespace Apex.Simulator;

/// <summary>Listens to no process signal: the simulator ends when its owner disposes it.</summary>
internal sealed class UnattachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
