using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Apex.Infrastructure.Work;

/// <summary>Wakes a claim loop; carries no data, the database is the queue.</summary>
internal sealed class WorkSignal
{
    // Bounded by providers x lanes.
    private readonly ConcurrentDictionary<(string Provider, string Lane), Channel<byte>> _channels = new();

    public void Raise(string provider, string lane) => Of(provider, lane).Writer.TryWrite(0);

    /// <summary>Returns when raised, or after <paramref name="atMost"/> of the clock's time; at once when that is not positive.</summary>
    public async Task WaitAsync(string provider, string lane, TimeSpan atMost, ApexClock clock, CancellationToken ct)
    {
        if (atMost <= TimeSpan.Zero)
        {
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var raised = Of(provider, lane).Reader.ReadAsync(stop.Token).AsTask();
        var timeout = clock.Delay(atMost, stop.Token);
        await Task.WhenAny(raised, timeout);
        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    // Capacity 1 + DropWrite: any number of arrivals while the loop is busy is one wake-up.
    private Channel<byte> Of(string provider, string lane) => _channels.GetOrAdd(
        (provider, lane),
        _ => Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }));
}
