using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Wake;

namespace Apex.Infrastructure.Freshness;

/// <summary>What is stored about one person when freshness is judged.</summary>
internal sealed class PersonFacts(Guid userId, string displayName, string timeZone, UsualWake usualWake)
{
    public Guid UserId => userId;

    public string DisplayName => displayName;

    public string TimeZone => timeZone;

    public UsualWake UsualWake => usualWake;

    public Dictionary<SignalGroup, SignalFacts> Signals { get; } = [];

    public List<ConnectionFacts> Connections { get; } = [];

    /// <summary>The oldest message per provider and family that is received and not settled.</summary>
    public List<FamilyInstant> Unsettled { get; } = [];

    /// <summary>The newest open dead letter per provider and family.</summary>
    public List<FamilyInstant> DeadLetters { get; } = [];

    /// <summary>Measured wakes of the last days.</summary>
    public Dictionary<DateOnly, DateTimeOffset> WakeByDay { get; } = [];

    /// <summary>Read only for people with a lateness nothing above explains.</summary>
    public Evidence Evidence { get; set; } = Evidence.None;
}

internal sealed record SignalFacts(DateOnly? NewestDay, FreshnessInstants Instants);

internal sealed record ConnectionFacts(
    string Provider, string Status, string? StatusCause, DateTimeOffset? DelayedSince, string? DelayedCause, DateTimeOffset? DelayedUntil, DateTimeOffset? DeviceSyncedAt);

internal sealed record FamilyInstant(string Provider, string Family, DateTimeOffset At);
