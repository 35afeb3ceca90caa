using Apex.Domain.Freshness;

namespace Apex.Infrastructure.Freshness;

/// <summary>A row of <c>freshness</c> as it was read: the instants prove that nothing newer came before the new verdict is written.</summary>
internal sealed record StoredVerdict(
    Guid UserId, string Signal, DateOnly? NewestDay, long? EventAt, long? AvailableAt, string State, string Cause, long? DueAt, long? NextChangeAt)
{
    /// <summary>What somebody who looks would see differently.</summary>
    public bool ShowsOtherThan(SignalFreshnessView now) => State != FreshnessStates.Name(now.State) || Cause != Causes.Name(now.Cause) || DueAt != now.DueAt?.ToUnixTimeMilliseconds();
}
