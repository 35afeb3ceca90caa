using System.Runtime.InteropServices;

namespace Apex.Infrastructure.Inbox;

/// <summary>What vendors heard and how soon, by minute, kept until it is written: no request waits for the record of it.</summary>
internal sealed class AckMinutes
{
    /// <summary>Bound of what is kept while nothing can be written, about a day; beyond it the newest minutes become one, so no answer goes uncounted.</summary>
    private const int MaxCells = 20_000;

    private readonly Lock _gate = new();
    private Dictionary<AckCell, AckTally> _cells = [];
    private DateTimeOffset _newestMinute;

    /// <param name="provider">A registered one: their number bounds what is kept.</param>
    public void Add(string provider, int status, TimeSpan took, DateTimeOffset now)
    {
        var minute = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        lock (_gate)
        {
            Add(new(provider, minute, AckScale.AnswerOf(status), AckScale.BoundMs(took)), new(1, (int)Math.Min(Math.Ceiling(took.TotalMilliseconds), int.MaxValue), now));
        }
    }

    /// <summary>What nobody has written yet; whoever takes it writes it or gives it back.</summary>
    public IReadOnlyList<AckEntry> Take()
    {
        lock (_gate)
        {
            var taken = Entries();
            _cells = [];
            return taken;
        }
    }

    public void GiveBack(IReadOnlyList<AckEntry> taken)
    {
        lock (_gate)
        {
            foreach (var (cell, tally) in taken)
            {
                Add(cell, tally);
            }
        }
    }

    /// <summary>What is not written yet, for who reads the record.</summary>
    public IReadOnlyList<AckEntry> Unwritten()
    {
        lock (_gate)
        {
            return Entries();
        }
    }

    private void Add(AckCell cell, AckTally tally)
    {
        if (_cells.Count < MaxCells)
        {
            _newestMinute = cell.Minute > _newestMinute ? cell.Minute : _newestMinute;
        }
        else if (!_cells.ContainsKey(cell))
        {
            cell = cell with { Minute = _newestMinute };
        }

        ref var there = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, cell, out _);
        there = there.With(tally);
    }

    private List<AckEntry> Entries() => [.. _cells.Select(pair => new AckEntry(pair.Key, pair.Value))];
}

/// <param name="Answer">Of <see cref="AckScale"/>.</param>
/// <param name="WithinMs">Of <see cref="AckScale.BoundsMs"/>.</param>
internal readonly record struct AckCell(string Provider, DateTimeOffset Minute, string Answer, int WithinMs);

internal readonly record struct AckTally(long Times, int SlowestMs, DateTimeOffset LastAt)
{
    public AckTally With(AckTally other) => new(Times + other.Times, Math.Max(SlowestMs, other.SlowestMs), LastAt > other.LastAt ? LastAt : other.LastAt);
}

internal readonly record struct AckEntry(AckCell Cell, AckTally Tally);
