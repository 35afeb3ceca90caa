using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Freshness;

namespace Apex.Web.Components.Shared;

/// <summary>Signals, states and causes in the words people read.</summary>
internal static class SignalText
{
    public static readonly IReadOnlyList<SignalGroup> All = Enum.GetValues<SignalGroup>();

    public static string Name(SignalGroup signal) => signal switch
    {
        SignalGroup.Sleep => "Sleep",
        SignalGroup.Hrv => "HRV",
        SignalGroup.RestingHr => "Resting HR",
        SignalGroup.Steps => "Steps",
        SignalGroup.Activity => "Activity",
        SignalGroup.Strain => "Strain",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, null),
    };

    /// <summary>What completes the word of a state: since when, until when, for what.</summary>
    public static string? Detail(SignalFreshnessView signal, DateTimeOffset now, TimeZoneInfo zone) => signal switch
    {
        { State: FreshnessState.Due, DueAt: { } dueAt } => ClockText.Soon(dueAt, now, zone),
        { State: FreshnessState.Late, DueAt: { } dueAt } => UnitText.Span(now - dueAt),
        { State: FreshnessState.Delayed } => Why(signal),
        _ => null,
    };

    public static string Short(FreshnessCause cause) => cause switch
    {
        FreshnessCause.None => "no cause",
        FreshnessCause.NotWorn => "not worn",
        FreshnessCause.DeviceNotSynced => "device not synced",
        FreshnessCause.VendorLate => "vendor late",
        FreshnessCause.VendorIncident => "vendor failing",
        FreshnessCause.SubscriptionSilent => "vendor silent",
        FreshnessCause.TokenExpired => "sign-in expired",
        FreshnessCause.ScopeMissing => "permission missing",
        FreshnessCause.UserRevoked => "access withdrawn",
        FreshnessCause.ProviderGone => "vendor has closed",
        FreshnessCause.QuotaWait => "quota",
        FreshnessCause.CircuitOpen => "vendor on hold",
        FreshnessCause.Queue => "in our queue",
        FreshnessCause.MappingError => "dead letter",
        _ => "cause unknown",
    };

    /// <summary>The cause, and that it is inferred where it is.</summary>
    public static string Why(SignalFreshnessView signal) => signal.Inferred ? $"{Short(signal.Cause)} (inferred)" : Short(signal.Cause);

    /// <summary>Cause and owner in one line, for who is not up to date; null where there is nothing to explain.</summary>
    public static string? WhyAndWhose(SignalFreshnessView signal) => (signal.Cause, signal.Owner) switch
    {
        (FreshnessCause.None, _) => null,
        (FreshnessCause.Unknown, _) or (_, CauseOwner.Unknown) => "Cause unknown",
        _ => $"Cause: {Why(signal)}, {WhoseDoing(signal.Owner)}",
    };

    private static string WhoseDoing(CauseOwner owner) => owner switch
    {
        CauseOwner.Person => "for the person to solve",
        CauseOwner.Vendor => "the vendor's doing",
        _ => "our doing",
    };

    public static string Owner(CauseOwner owner) => owner switch
    {
        CauseOwner.Person => "person",
        CauseOwner.Vendor => "vendor",
        CauseOwner.Ours => "ours",
        _ => "unknown",
    };
}
