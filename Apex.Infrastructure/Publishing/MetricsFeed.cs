using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Apex.Infrastructure.Publishing;

/// <summary>In-process broadcast after commit. Never blocks the worker: a slow reader loses its oldest events and re-reads.</summary>
public sealed class MetricsFeed
{
    /// <summary>Events one reader may lag behind.</summary>
    private const int Capacity = 1024;

    // Bounded by open pages and hub relays.
    private readonly ConcurrentDictionary<Channel<FeedEvent>, byte> _readers = new();

    public int Readers => _readers.Count;

    public void Publish(FeedEvent change)
    {
        foreach (var reader in _readers.Keys)
        {
            reader.Writer.TryWrite(change);
        }
    }

    /// <summary>Events from now on, until <paramref name="ct"/> ends it. The subscription exists when the method returns, not only when reading starts.</summary>
    public IAsyncEnumerable<FeedEvent> SubscribeAsync(CancellationToken ct)
    {
        var channel = Channel.CreateBounded<FeedEvent>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        _readers[channel] = 0;
        return ReadAsync(channel, ct);
    }

    private async IAsyncEnumerable<FeedEvent> ReadAsync(Channel<FeedEvent> channel, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(ct))
            {
                yield return change;
            }
        }
        finally
        {
            _readers.TryRemove(channel, out _);
        }
    }
}
