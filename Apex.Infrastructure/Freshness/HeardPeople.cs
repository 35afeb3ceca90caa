using Apex.Infrastructure.Publishing;

namespace Apex.Infrastructure.Freshness;

/// <summary>People whose connection, work or zone has changed since the last pass: their verdict may change without any instant having come.</summary>
internal sealed class HeardPeople
{
    /// <summary>Beyond it their rows' own instants bring them to the next pass that is due.</summary>
    public const int Max = 5000;

    private readonly Lock _gate = new();
    private HashSet<Guid> _people = [];

    /// <summary>Days that changed need nothing: their store has written the verdict.</summary>
    public void Add(FeedEvent change)
    {
        if (change is not FeedEvent.PersonChanged { ByTime: false } person)
        {
            return;
        }

        lock (_gate)
        {
            if (_people.Count < Max)
            {
                _people.Add(person.UserId);
            }
        }
    }

    public IReadOnlyCollection<Guid> Take()
    {
        lock (_gate)
        {
            var taken = _people;
            _people = [];
            return taken;
        }
    }
}
