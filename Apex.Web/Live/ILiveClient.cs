using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Live;

/// <summary>What clients of <c>/hubs/live</c> hear. Every message carries the revision it was read at; a client that was away subscribes again.</summary>
public interface ILiveClient
{
    Task DailyMetricsChanged(DailyMetricsChange change);

    Task FreshnessChanged(FreshnessChange change);

    Task QuotaChanged(QuotaChange change);

    Task DeadLetterChanged(DeadLetterChange change);

    Task NudgeCreated(Nudge nudge);
}

/// <param name="Revision">The person's.</param>
/// <param name="Days">The changed days as they are now, oldest first.</param>
public sealed record DailyMetricsChange(Guid UserId, long Revision, IReadOnlyList<DailyMetricsView> Days);

/// <param name="Revision">The person's. A state can move while it stays the same: it moves by time too.</param>
/// <param name="Signals">All signals as they are judged now.</param>
public sealed record FreshnessChange(Guid UserId, long Revision, IReadOnlyList<SignalFreshnessView> Signals);

/// <param name="Revision">Unix ms.</param>
public sealed record QuotaChange(string Provider, long Revision);

/// <param name="Revision">Unix ms.</param>
/// <param name="Open">Letters that wait for somebody.</param>
public sealed record DeadLetterChange(long Revision, long Open);

/// <summary>A suggestion for a person.</summary>
public sealed record Nudge(Guid UserId, long Revision, string Text);

/// <summary>Where a follower of one person starts.</summary>
public sealed record UserSnapshot(
    Guid UserId, long Revision, DateOnly Today, IReadOnlyList<DailyMetricsView> Days, IReadOnlyList<SignalFreshnessView> Freshness, IReadOnlyList<Nudge> Nudges);
