using System.Collections.Concurrent;

namespace Apex.Infrastructure.Inbox;

/// <summary>Counts of what vendors heard from this process since it started.</summary>
internal sealed class AckLog
{
    // Bounded by the providers registered; unknown names never get here.
    private readonly ConcurrentDictionary<string, AckCounts> _counts = new(StringComparer.Ordinal);

    public AckCounts Of(string provider) => _counts.GetOrAdd(provider, _ => new AckCounts());

    public void Accepted(string provider, int messages, int repeats)
    {
        var counts = Of(provider);
        Interlocked.Add(ref counts.Messages, messages);
        Interlocked.Add(ref counts.Repeats, repeats);
    }

    public void Ignored(string provider) => Interlocked.Increment(ref Of(provider).Ignored);

    public void Refused(string provider) => Interlocked.Increment(ref Of(provider).Refused);

    public void Unavailable(string provider) => Interlocked.Increment(ref Of(provider).Unavailable);
}

/// <summary>Written with Interlocked only.</summary>
internal sealed class AckCounts
{
    public long Messages;
    public long Repeats;
    public long Ignored;
    public long Refused;
    public long Unavailable;
}
