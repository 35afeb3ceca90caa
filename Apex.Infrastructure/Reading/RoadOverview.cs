namespace Apex.Infrastructure.Reading;

/// <summary>What moves on the road at an instant, step by step.</summary>
public sealed record RoadOverview
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>Messages stored in the last minute.</summary>
    public required BoundedCount Received { get; init; }

    /// <summary>Deliveries this process refused as not authentic since it started.</summary>
    public required long Refused { get; init; }

    /// <summary>Messages stored and not yet settled.</summary>
    public required BoundedCount Pending { get; init; }

    public DateTimeOffset? OldestPendingAt { get; init; }

    public required QueuedWork Queue { get; init; }

    /// <summary>Runs of the last hour, or of its newest part when <see cref="RunsAreCut"/>.</summary>
    public required IReadOnlyList<RunTally> Runs { get; init; }

    public bool RunsAreCut { get; init; }

    public required IReadOnlyList<DeadLetterIssue> DeadLetters { get; init; }

    /// <summary>Open dead letters.</summary>
    public required BoundedCount OpenDeadLetters { get; init; }

    /// <summary>Pages and relays of this process that hear of what is stored.</summary>
    public required int Listeners { get; init; }

    public required IReadOnlyList<ProviderCard> Providers { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<OutageView> Outages { get; init; }

    /// <summary>Starts that ended no outage, newest first: the very first one, and nodes that joined others.</summary>
    public required IReadOnlyList<NodeStart> Starts { get; init; }
}

/// <summary>Work items by what they do now. All counts are of at most <see cref="BoundedCount.Most"/> items.</summary>
/// <param name="IsCut">There are more items than were looked at: every count is at least this.</param>
public sealed record QueuedWork(
    long Due, DateTimeOffset? OldestDueAt, long Fetching, long Processing, DateTimeOffset? OldestLeasedAt, IReadOnlyList<WaitingWork> Waiting, bool IsCut);

/// <param name="Reason">retry, throttled, token, circuit, missing, disconnected, scope; empty: only not due yet.</param>
public sealed record WaitingWork(string Reason, long Count, DateTimeOffset NextAt, DateTimeOffset OldestAt);

/// <summary>Runs of one provider that ended the same way.</summary>
public sealed record RunTally(string Provider, string Outcome, string? Stage, long Count, long Drops, long DaysChanged, long LastMinute);

/// <summary>Open dead letters with the same cause.</summary>
public sealed record DeadLetterIssue(
    string Fingerprint, string Provider, string Stage, string Error, long Letters, long People, DateTimeOffset FirstAt, DateTimeOffset LastAt);

/// <summary>A vendor at a glance.</summary>
/// <param name="Connections">Count per status.</param>
/// <param name="ThrottledUntil">The latest instant a connection waits for because the vendor said so.</param>
public sealed record ProviderCard(
    string Name,
    string DisplayName,
    bool Enabled,
    DateTimeOffset? LastReceivedAt,
    DateTimeOffset? LastStoredAt,
    DateTimeOffset? ThrottledUntil,
    IReadOnlyDictionary<string, BoundedCount> Connections,
    long Refused);

/// <summary>A time in which deliveries were refused or nobody listened, and what was done about it.</summary>
/// <param name="Kind">refused (503) or down.</param>
/// <param name="Providers">Whose deliveries were refused; empty: everybody's.</param>
/// <param name="IsPlanned">The reconcile over it is planned, for so many <paramref name="Connections"/>.</param>
/// <param name="PushOnly">Vendors that cannot be asked: they send again by themselves.</param>
/// <param name="Version">What runs since, when it was down.</param>
public sealed record OutageView(
    long Id,
    string Kind,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    long Refused,
    IReadOnlyList<string> Providers,
    bool IsPlanned,
    long Connections,
    IReadOnlyList<string> PushOnly,
    string? Version);

/// <summary>A process that started.</summary>
public sealed record NodeStart(string Id, string Node, string Version, DateTimeOffset StartedAt);
