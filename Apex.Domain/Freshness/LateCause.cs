using Apex.Domain.Time;

namespace Apex.Domain.Freshness;

/// <summary>Why a signal is not fresh, from what is known; first match wins. ADR 0012 has the table of verdicts and causes.</summary>
internal static class LateCause
{
    public static AttributedCause Of(FreshnessInputs inputs, FreshnessState state, DateTimeOffset? dueAt, DateTimeOffset now) => state switch
    {
        FreshnessState.Fresh or FreshnessState.Unsupported => new(FreshnessCause.None),
        FreshnessState.Disconnected => new(OrUnknown(inputs.DisconnectCause)),
        FreshnessState.Delayed => new(OrUnknown(inputs.DelayCause)),
        // Nothing has to be wrong before the due instant; what is already known to be wrong is said all the same.
        FreshnessState.Due => new(AtWork(inputs) ?? FreshnessCause.None),
        FreshnessState.Never or FreshnessState.Late => Known(inputs) is { } known ? new(known) : Attributed(inputs, dueAt, now),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static FreshnessCause? AtWork(FreshnessInputs inputs) => inputs switch
    {
        { HasDeadLetter: true } => FreshnessCause.MappingError,
        { OldestUnsettledReceivedAt: not null } => FreshnessCause.Queue,
        { DelayedSince: not null } => OrUnknown(inputs.DelayCause),
        _ => null,
    };

    private static FreshnessCause? Known(FreshnessInputs inputs) => AtWork(inputs) ?? inputs switch
    {
        { ScopeMissing: true } => FreshnessCause.ScopeMissing,
        _ => null,
    };

    private static AttributedCause Attributed(FreshnessInputs inputs, DateTimeOffset? dueAt, DateTimeOffset now)
    {
        if (dueAt is not { } due || ExpectedAt(inputs, due) is not { } expectedAt)
        {
            return new(inputs is { ExposesDeviceSync: true, Instants.DeviceSyncedAt: null } ? FreshnessCause.DeviceNotSynced : FreshnessCause.Unknown);
        }

        if (FreshnessSla.IsNightly(inputs.Signal)
            ? WearEvidence.ProvesNoNight(expectedAt, inputs.Wear)
            : inputs.Instants.EventAt is { } through && WearEvidence.ProvesNoMovement(through, due, inputs.Wear))
        {
            return new(FreshnessCause.NotWorn);
        }

        var cameLate = CameLate(inputs, due, now) is { } newest ? CauseOf(Attribution.Of(newest).Verdict) : FreshnessCause.Unknown;
        var (verdict, inferred) = Attribution.Of(Missing(inputs, expectedAt, due, now));
        return cameLate is FreshnessCause.Unknown ? new(CauseOf(verdict), inferred) : new(cameLate);
    }

    private static FreshnessCause CauseOf(LatenessVerdict verdict) => verdict switch
    {
        LatenessVerdict.Vendor => FreshnessCause.VendorLate,
        LatenessVerdict.DeviceNotSynced => FreshnessCause.DeviceNotSynced,
        LatenessVerdict.Ours => FreshnessCause.Queue,
        // Disconnected is a state of its own, and nothing here is in time.
        LatenessVerdict.Unknown or LatenessVerdict.OnTime or LatenessVerdict.UserRevoked => FreshnessCause.Unknown,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
    };

    /// <summary>The newest steps were past their due instant when they came, and the next are not overdue yet: their own way tells why.</summary>
    private static LatenessFacts? CameLate(FreshnessInputs inputs, DateTimeOffset due, DateTimeOffset now) =>
        !FreshnessSla.IsNightly(inputs.Signal) && inputs.Instants is { AvailableAt: { } availableAt, EventAt: { } eventAt } came
        && availableAt > due && now - availableAt <= FreshnessSla.MaxAge(inputs.PhonePath)
            ? new()
            {
                EventAt = eventAt,
                DueAt = due,
                Now = now,
                DeviceSyncedAt = came.DeviceSyncedAt,
                VendorUpdatedAt = came.VendorUpdatedAt,
                ReceivedAt = came.ReceivedAt,
                AvailableAt = availableAt,
                VendorDelivers = inputs.VendorDelivers,
                ExposesDeviceSync = inputs.ExposesDeviceSync,
            }
            : null;

    private static LatenessFacts Missing(FreshnessInputs inputs, DateTimeOffset expectedAt, DateTimeOffset due, DateTimeOffset now) => new()
    {
        EventAt = expectedAt,
        DueAt = due,
        Now = now,
        DeviceSyncedAt = inputs.Instants.DeviceSyncedAt,
        VendorDelivers = inputs.VendorDelivers,
        ExposesDeviceSync = inputs.ExposesDeviceSync,
        // Anything of the person that reaches past the event shows that the device did sync.
        OnlyThisPersonIsMissing = inputs.OthersArrive && WasHereADayAgo(inputs, now) && !(inputs.LastHeardAt > expectedAt) && (!inputs.MustBeAsked || inputs.AnsweredAt > expectedAt),
    };

    // By then yesterday's was here. Who works at night sleeps when others' data arrives, and nothing of theirs is missing yet.
    private static bool WasHereADayAgo(FreshnessInputs inputs, DateTimeOffset now) =>
        !(now - inputs.Instants.EventAt < TimeSpan.FromDays(1) + (FreshnessSla.IsNightly(inputs.Signal) ? FreshnessSla.AfterWake : TimeSpan.Zero));

    /// <summary>A sync since then would have brought the datum: for a night its end, for the rest the due instant.</summary>
    private static DateTimeOffset? ExpectedAt(FreshnessInputs inputs, DateTimeOffset due) => inputs switch
    {
        { NewestDay: { } newest } when FreshnessSla.IsNightly(inputs.Signal) => WakeOf(newest.AddDays(1), inputs, due),
        _ => due,
    };

    private static DateTimeOffset WakeOf(DateOnly day, FreshnessInputs inputs, DateTimeOffset due) =>
        inputs.Signal is not Metrics.SignalGroup.Hrv
            ? due - FreshnessSla.AfterWake
            : FreshnessSla.WakeAt(day, inputs.TimeZone, IsToday(day, inputs) ? inputs.MeasuredWakeToday : null, inputs.UsualWake);

    private static bool IsToday(DateOnly day, FreshnessInputs inputs) =>
        inputs.MeasuredWakeToday is { } wake && LocalDays.DayOf(wake, inputs.TimeZone) == day;

    private static FreshnessCause OrUnknown(FreshnessCause cause) => cause is FreshnessCause.None ? FreshnessCause.Unknown : cause;
}
