using Apex.Domain.Freshness;
using Apex.Domain.Metrics;

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
    public static string? Detail(SignalFreshness signal, DateTimeOffset now, TimeZoneInfo zone) => signal switch
    {
        { State: FreshnessState.Due, DueAt: { } dueAt } => ClockText.At(dueAt, now, zone),
        { State: FreshnessState.Late, DueAt: { } dueAt } => UnitText.Span(now - dueAt),
        { State: FreshnessState.Delayed } => Short(signal.Cause),
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

    public static string Owner(FreshnessCause cause) => Causes.OwnerOf(cause) switch
    {
        CauseOwner.Person => "person",
        CauseOwner.Vendor => "vendor",
        CauseOwner.Ours => "ours",
        _ => "unknown",
    };

    /// <summary>What is the matter and what to do.</summary>
    public static string Advice(FreshnessCause cause, string person) => cause switch
    {
        FreshnessCause.None => "Nothing is wrong.",
        FreshnessCause.NotWorn => $"The device was not worn. Ask {person} to wear it tonight.",
        FreshnessCause.DeviceNotSynced => $"The device has not synced. Ask {person} to open the vendor's app.",
        FreshnessCause.VendorLate => "The vendor announced this and does not have it yet. Apex asks again by itself.",
        FreshnessCause.VendorIncident => "The vendor does not answer properly. Apex tries again by itself.",
        FreshnessCause.SubscriptionSilent => "The vendor has stopped sending. Check the webhook at the vendor.",
        FreshnessCause.TokenExpired => $"The vendor no longer accepts our sign-in. {person} needs to connect again.",
        FreshnessCause.ScopeMissing => $"The consent does not cover this data. {person} needs to connect again and allow it.",
        FreshnessCause.UserRevoked => $"Access was withdrawn at the vendor. {person} can connect again.",
        FreshnessCause.ProviderGone => $"The vendor has closed this service. {person} needs another connection.",
        FreshnessCause.QuotaWait => "The vendor asked us to wait. Apex goes on by itself when the time is over.",
        FreshnessCause.CircuitOpen => "The vendor fails for everybody; calls are on hold. Apex tries again by itself.",
        FreshnessCause.Queue => "It is here and waits in Apex's own queue.",
        FreshnessCause.MappingError => "It came and could not be used. Look at the dead letters.",
        _ => "Nothing has come and nothing says why. Look at the connection and the messages below.",
    };
}
