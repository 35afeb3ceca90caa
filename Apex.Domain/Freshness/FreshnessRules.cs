namespace Apex.Domain.Freshness;

/// <summary>Is a signal as fresh as promised, and if not, why (design section 6).</summary>
public static class FreshnessRules
{
    public static SignalFreshness Evaluate(FreshnessInputs inputs, DateTimeOffset now)
    {
        var verdict = ByTime(inputs, now);
        return Overriding(inputs) switch
        {
            null => WithCause(verdict, inputs, verdict.DueAt, now),
            // These change by an event, not by time.
            { } state => WithCause(
                verdict with { State = state, DueAt = state is FreshnessState.Delayed ? verdict.DueAt : null, NextChangeAt = null }, inputs, verdict.DueAt, now),
        };
    }

    private static SignalFreshness WithCause(SignalFreshness verdict, FreshnessInputs inputs, DateTimeOffset? dueAt, DateTimeOffset now)
    {
        var (cause, inferred) = LateCause.Of(inputs, verdict.State, dueAt, now);
        return verdict with { Cause = cause, Inferred = inferred };
    }

    private static FreshnessState? Overriding(FreshnessInputs inputs) => inputs switch
    {
        { Offered: false } => FreshnessState.Unsupported,
        { Connected: false } => FreshnessState.Disconnected,
        { NewestDay: null } => FreshnessState.Never,
        { DelayedSince: not null } => FreshnessState.Delayed,
        _ => null,
    };

    private static SignalFreshness ByTime(FreshnessInputs inputs, DateTimeOffset now)
    {
        var dataThrough = DataThrough(inputs.Instants);
        var verdict = (inputs.NewestDay, dataThrough) switch
        {
            (null, _) => new TimeVerdict(FreshnessState.Never, null, null),
            ({ } newest, _) when FreshnessSla.IsNightly(inputs.Signal) => NightlyFreshness.Evaluate(inputs, newest, now),
            (_, { } through) => RunningFreshness.Evaluate(through, inputs.TimeZone, FreshnessSla.MaxAge(inputs.PhonePath), now),
            // Stored without any instant: nothing is known about its age.
            _ => new(FreshnessState.Late, null, null),
        };
        return new(inputs.Signal, verdict.State, FreshnessCause.None, verdict.DueAt, dataThrough, verdict.NextChangeAt);
    }

    /// <summary>The event, else the best the vendor claims. When we stored it says nothing about the data.</summary>
    private static DateTimeOffset? DataThrough(FreshnessInstants instants) =>
        instants.EventAt ?? instants.DeviceSyncedAt ?? instants.VendorUpdatedAt ?? instants.ReceivedAt;
}
