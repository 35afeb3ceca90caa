using System.Threading.Channels;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Live;

/// <summary>What one connection has still to hear. A slow client holds up nobody: its changes of one person become one, and the longest
/// waiting person falls out when there are too many.</summary>
internal sealed class LiveOutbox(ILiveClient client)
{
    /// <summary>Reached by followers of the whole fleet only; they hear of that person with the next change.</summary>
    public const int MaxPeople = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, LiveChange> _people = [];

    // Capacity 1 + DropWrite: any number of changes is one wake-up.
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private DeadLetterChange? _deadLetters;

    public void Put(LiveChange change)
    {
        lock (_lock)
        {
            if (_people.TryGetValue(change.UserId, out var waiting))
            {
                _people[change.UserId] = Joined(waiting, change);
            }
            else
            {
                if (_people.Count == MaxPeople)
                {
                    _people.RemoveAt(0);
                }

                _people.Add(change.UserId, change);
            }
        }

        _wake.Writer.TryWrite(0);
    }

    public void Put(DeadLetterChange change)
    {
        lock (_lock)
        {
            _deadLetters = change;
        }

        _wake.Writer.TryWrite(0);
    }

    /// <summary>Sends until the connection ends.</summary>
    public async Task PumpAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await _wake.Reader.ReadAsync(ct);
            var (people, deadLetters) = Take();
            foreach (var change in people)
            {
                await SendAsync(change);
            }

            if (deadLetters is not null)
            {
                await client.DeadLetterChanged(deadLetters);
            }
        }
    }

    internal (IReadOnlyList<LiveChange> People, DeadLetterChange? DeadLetters) Take()
    {
        lock (_lock)
        {
            var taken = ((IReadOnlyList<LiveChange>)[.. _people.Values], _deadLetters);
            _people.Clear();
            _deadLetters = null;
            return taken;
        }
    }

    private async Task SendAsync(LiveChange change)
    {
        if (change.Days.Count > 0)
        {
            await client.DailyMetricsChanged(new(change.UserId, change.Revision, change.Days));
        }

        await client.FreshnessChanged(new(change.UserId, change.Revision, change.Freshness));
    }

    private static LiveChange Joined(LiveChange earlier, LiveChange later) => later with
    {
        Days = [.. later.Days.Concat(earlier.Days).DistinctBy(day => day.Date).OrderBy(day => day.Date)],
    };
}
