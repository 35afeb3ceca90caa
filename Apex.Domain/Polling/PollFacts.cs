using Apex.Domain.Wake;

namespace Apex.Domain.Polling;

/// <summary>What the plan of one connection rests on.</summary>
public sealed record PollFacts
{
    public required Guid ConnectionId { get; init; }

    /// <summary>IANA, the wearer's.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The vendor tells of new data by itself: polls are only a net behind it.</summary>
    public required bool Pushes { get; init; }

    /// <summary>Sleep calls a day at most, notifications' and reconciles' not counted.</summary>
    public required int MaxSleepCalls { get; init; }

    /// <summary>Ends of main sleeps of the last weeks.</summary>
    public IReadOnlyList<WakeMorning> Mornings { get; init; } = [];

    /// <summary>Days whose night is stored, and what is known of it.</summary>
    public IReadOnlyDictionary<DateOnly, StoredNight> Nights { get; init; } = new Dictionary<DateOnly, StoredNight>();

    /// <summary>When activity of this connection came last, by whatever way.</summary>
    public DateTimeOffset? ActivityReceivedAt { get; init; }
}

/// <param name="WakeAt">End of the main sleep.</param>
public readonly record struct StoredNight(DateTimeOffset? WakeAt, bool IsFinal);

/// <summary>What was planned so far; stored with the connection.</summary>
public sealed record PollState
{
    /// <summary>Sleep polls passed, by day; the last two days are kept.</summary>
    public IReadOnlyDictionary<DateOnly, int> SleepCalls { get; init; } = new Dictionary<DateOnly, int>();

    /// <summary>The local day of the last reconcile.</summary>
    public DateOnly? ReconciledDay { get; init; }

    public DateTimeOffset? ActivityAt { get; init; }
}

/// <param name="Calls">Due now, at most one per kind and day.</param>
/// <param name="NextAt">When the connection has to be looked at again.</param>
public sealed record PollDecision(IReadOnlyList<PlannedCall> Calls, PollState State, DateTimeOffset NextAt);

/// <param name="Day">The wearer's.</param>
public readonly record struct PlannedCall(PlannedCallKind Kind, DateOnly Day);

public enum PlannedCallKind
{
    /// <summary>A pushing vendor has not told of the night.</summary>
    SleepGap,

    /// <summary>A night of a vendor that has to be asked.</summary>
    Sleep,

    /// <summary>Steps and activity of a vendor that has to be asked.</summary>
    Activity,

    /// <summary>The last days once more, for what pushes have lost.</summary>
    Reconcile,
}
