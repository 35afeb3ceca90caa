namespace Apex.Infrastructure.Publishing;

/// <summary>A nudge that something was committed; readers look it up again, so losing one loses nothing.</summary>
public abstract record FeedEvent
{
    private FeedEvent()
    {
    }

    /// <summary>Days of one person changed.</summary>
    public sealed record DaysChanged(Guid UserId, IReadOnlyList<DateOnly> Days) : FeedEvent;

    /// <summary>A connection or a signal's freshness of one person changed without new days.</summary>
    /// <param name="ByTime">The sweep found it: time has passed, nothing was committed but the new state.</param>
    public sealed record PersonChanged(Guid UserId, bool ByTime = false) : FeedEvent;

    /// <summary>Dead letters came or went.</summary>
    public sealed record DeadLettersChanged : FeedEvent;

    /// <summary>Something moved on the road: received, settled.</summary>
    public sealed record RoadMoved : FeedEvent;
}
