namespace Apex.Web.Live;

/// <summary>Who follows whom. Kept here and not in hub groups, so that nothing is read for people nobody follows.</summary>
internal sealed class LiveSubscriptions
{
    /// <summary>Apex's own choice: a coach's roster, with room to spare.</summary>
    public const int MaxPerConnection = 200;

    private readonly Lock _lock = new();

    // All bounded by open connections x MaxPerConnection.
    private readonly Dictionary<string, Follower> _followers = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, HashSet<Follower>> _byUser = [];
    private readonly HashSet<Follower> _fleet = [];

    public void Open(string connectionId, LiveOutbox outbox)
    {
        lock (_lock)
        {
            _followers[connectionId] = new(outbox, []);
        }
    }

    /// <returns>False: the connection follows too many already.</returns>
    public bool Add(string connectionId, Guid userId)
    {
        lock (_lock)
        {
            var follower = _followers[connectionId];
            if (follower.Users.Count >= MaxPerConnection && !follower.Users.Contains(userId))
            {
                return false;
            }

            follower.Users.Add(userId);
            (_byUser.TryGetValue(userId, out var others) ? others : _byUser[userId] = []).Add(follower);
            return true;
        }
    }

    public void AddFleet(string connectionId)
    {
        lock (_lock)
        {
            _fleet.Add(_followers[connectionId]);
        }
    }

    public void Remove(string connectionId, Guid userId)
    {
        lock (_lock)
        {
            var follower = _followers[connectionId];
            follower.Users.Remove(userId);
            Part(follower, userId);
        }
    }

    public void Close(string connectionId)
    {
        lock (_lock)
        {
            if (_followers.Remove(connectionId, out var follower))
            {
                _fleet.Remove(follower);
                foreach (var userId in follower.Users)
                {
                    Part(follower, userId);
                }
            }
        }
    }

    /// <summary>Those who follow this person, each once, those who follow everybody included.</summary>
    public IReadOnlyList<LiveOutbox> FollowersOf(Guid userId)
    {
        lock (_lock)
        {
            var followers = _byUser.TryGetValue(userId, out var some) ? some.Union(_fleet) : _fleet;
            return [.. followers.Select(follower => follower.Outbox)];
        }
    }

    public IReadOnlyList<LiveOutbox> Fleet()
    {
        lock (_lock)
        {
            return [.. _fleet.Select(follower => follower.Outbox)];
        }
    }

    private void Part(Follower follower, Guid userId)
    {
        if (_byUser.TryGetValue(userId, out var others) && others.Remove(follower) && others.Count == 0)
        {
            _byUser.Remove(userId);
        }
    }

    // A class, not a record: two connections that follow the same people are still two.
    private sealed class Follower(LiveOutbox outbox, HashSet<Guid> users)
    {
        public LiveOutbox Outbox => outbox;

        public HashSet<Guid> Users => users;
    }
}
