using Apex.Domain.Metrics;
using Apex.Domain.Time;

namespace Apex.Domain.Freshness;

/// <summary>Why a signal is not fresh, from what is known; first match wins.</summary>
internal static class LateCause
{
    public static FreshnessCause Of(FreshnessInputs inputs, FreshnessState state, DateTimeOffset? dueAt) => state switch
    {
        FreshnessState.Fresh or FreshnessState.Unsupported => FreshnessCause.None,
        FreshnessState.Disconnected => OrUnknown(inputs.DisconnectCause),
        FreshnessState.Delayed => OrUnknown(inputs.DelayCause),
        // Nothing has to be wrong before the due instant; what is already known to be wrong is said all the same.
        FreshnessState.Due => Known(inputs) ?? FreshnessCause.None,
        FreshnessState.Never or FreshnessState.Late => Known(inputs) ?? ByDevice(inputs, dueAt),
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    private static FreshnessCause? Known(FreshnessInputs inputs) => inputs switch
    {
        { HasDeadLetter: true } => FreshnessCause.MappingError,
        { OldestUnsettledReceivedAt: not null } => FreshnessCause.Queue,
        { DelayedSince: not null } => OrUnknown(inputs.DelayCause),
        _ => null,
    };

    private static FreshnessCause ByDevice(FreshnessInputs inputs, DateTimeOffset? dueAt)
    {
        var expectedAt = ExpectedAt(inputs, dueAt);
        var hasSynced = inputs.Instants.DeviceSyncedAt is { } syncedAt && !(syncedAt < expectedAt);
        return inputs.ExposesDeviceSync && !hasSynced ? FreshnessCause.DeviceNotSynced : FreshnessCause.Unknown;
    }

    /// <summary>A sync since then would have brought the datum: for a night its end, for the rest the due instant.</summary>
    private static DateTimeOffset? ExpectedAt(FreshnessInputs inputs, DateTimeOffset? dueAt) => inputs switch
    {
        { NewestDay: { } newest } when FreshnessSla.IsNightly(inputs.Signal) => WakeOf(newest.AddDays(1), inputs, dueAt),
        _ => dueAt,
    };

    private static DateTimeOffset WakeOf(DateOnly day, FreshnessInputs inputs, DateTimeOffset? dueAt) =>
        inputs.Signal is not SignalGroup.Hrv && dueAt is { } due
            ? due - FreshnessSla.AfterWake
            : FreshnessSla.WakeAt(day, inputs.TimeZone, IsToday(day, inputs) ? inputs.MeasuredWakeToday : null);

    private static bool IsToday(DateOnly day, FreshnessInputs inputs) =>
        inputs.MeasuredWakeToday is { } wake && LocalDays.DayOf(wake, inputs.TimeZone) == day;

    private static FreshnessCause OrUnknown(FreshnessCause cause) => cause is FreshnessCause.None ? FreshnessCause.Unknown : cause;
}
