using System.Threading.Channels;
using Apex.Infrastructure.Publishing;

namespace Apex.Web.Live;

/// <summary>What has changed and is not told yet: any number of changes of one person are one. The oldest person falls out when there are too many.</summary>
internal sealed class PendingChanges
{
    /// <summary>Followers of people beyond it hear of the change with that person's next one.</summary>
    public const int MaxPeople = 1000;

    private readonly Lock _lock = new();
    private readonly OrderedDictionary<Guid, HashSet<DateOnly>> _people = [];

    // Capacity 1 + DropWrite: any number of changes is one wake-up.
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private bool _deadLetters;

    public void Add(FeedEvent change)
    {
        lock (_lock)
        {
            switch (change)
            {
                case FeedEvent.DaysChanged days:
                    DaysOf(days.UserId).UnionWith(days.Days);
                    break;
                case FeedEvent.PersonChanged person:
                    DaysOf(person.UserId);
                    break;
                case FeedEvent.DeadLettersChanged:
                    _deadLetters = true;
                    break;
                default:
                    return;
            }
        }

        _wake.Writer.TryWrite(0);
    }

    public async Task<(IReadOnlyList<KeyValuePair<Guid, HashSet<DateOnly>>> People, bool DeadLetters)> TakeAsync(CancellationToken ct)
    {
        await _wake.Reader.ReadAsync(ct);
        lock (_lock)
        {
            var taken = (_people.ToArray(), _deadLetters);
            _people.Clear();
            _deadLetters = false;
            return taken;
        }
    }

    private HashSet<DateOnly> DaysOf(Guid userId)
    {
        if (_people.TryGetValue(userId, out var days))
        {
            return days;
        }

        if (_people.Count == MaxPeople)
        {
            _people.RemoveAt(0);
        }

        return _people[userId] = [];
    }
}
