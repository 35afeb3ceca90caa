namespace Apex.Infrastructure.Outages;

/// <summary>When vendors were told to send again (503), kept until it can be written down.</summary>
internal sealed class RefusalLog
{
    /// <summary>Bound of what is kept while nothing can be written: beyond it the two newest become one, so no instant is lost, only the gap between them.</summary>
    private const int MaxIntervals = 64;

    /// <summary>Refusals closer together than this are one interval.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private List<RefusedInterval> _intervals = [];

    public void Add(string provider, DateTimeOffset now)
    {
        lock (_gate)
        {
            Add(new RefusedInterval(now, now, 1, [provider]));
        }
    }

    /// <summary>What nobody has written yet; whoever takes it writes it or gives it back.</summary>
    public IReadOnlyList<RefusedInterval> Take()
    {
        lock (_gate)
        {
            var taken = _intervals;
            _intervals = [];
            return taken;
        }
    }

    public void GiveBack(IReadOnlyList<RefusedInterval> taken)
    {
        lock (_gate)
        {
            var since = _intervals;
            _intervals = [.. taken];
            since.ForEach(Add);
        }
    }

    private void Add(RefusedInterval next)
    {
        if (_intervals.Count > 0 && (next.StartedAt - _intervals[^1].EndedAt < Gap || _intervals.Count == MaxIntervals))
        {
            _intervals[^1] = _intervals[^1].With(next);
        }
        else
        {
            _intervals.Add(next);
        }
    }
}

/// <summary>A time in which deliveries of these vendors were answered 503.</summary>
internal sealed record RefusedInterval(DateTimeOffset StartedAt, DateTimeOffset EndedAt, long Refused, IReadOnlySet<string> Providers)
{
    public RefusedInterval(DateTimeOffset startedAt, DateTimeOffset endedAt, long refused, IEnumerable<string> providers)
        : this(startedAt, endedAt, refused, new SortedSet<string>(providers, StringComparer.Ordinal))
    {
    }

    public RefusedInterval With(RefusedInterval other) => new(
        StartedAt < other.StartedAt ? StartedAt : other.StartedAt,
        EndedAt > other.EndedAt ? EndedAt : other.EndedAt,
        Refused + other.Refused,
        Providers.Concat(other.Providers));
}
