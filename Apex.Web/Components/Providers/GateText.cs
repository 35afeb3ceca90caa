using Apex.Domain.Freshness;
using Apex.Infrastructure.Gate;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Providers;

/// <summary>What somebody may do to a vendor's gate.</summary>
internal enum GateDeed
{
    Pause,
    Resume,
    Reset,
}

/// <summary>The gate of a vendor in words.</summary>
internal static class GateText
{
    public static StatusLook Look(ProviderGateView gate) => gate switch
    {
        { PausedAt: not null } => StatusLook.Of(FreshnessState.Delayed),
        { Circuit: ProviderGateView.Closed, BrakedAt: null } => StatusLook.Of(FreshnessState.Fresh),
        { Circuit: ProviderGateView.HalfOpen } => StatusLook.Of(FreshnessState.Due),
        _ => StatusLook.Of(FreshnessState.Late),
    };

    public static string State(ProviderGateView gate) => gate switch
    {
        { PausedAt: not null } => "Paused",
        { Circuit: ProviderGateView.Open } => "Not asked: it does not answer",
        { Circuit: ProviderGateView.HalfOpen } => "Being tried again",
        { BrakedAt: not null } => "Incident: it refuses many refreshes",
        _ => "Open for requests",
    };

    public static string Verb(GateDeed deed) => deed switch
    {
        GateDeed.Pause => "Pause",
        GateDeed.Resume => "Resume",
        _ => "Reset",
    };

    public static string Question(GateDeed deed, string vendor) => deed switch
    {
        GateDeed.Pause => $"Pause {vendor}?",
        GateDeed.Resume => $"Resume {vendor}?",
        _ => $"Reset {vendor}?",
    };

    public static string Consequence(GateDeed deed) => deed switch
    {
        GateDeed.Pause => "Apex asks it nothing until somebody resumes it. What it sends is received and kept; what has to be fetched waits.",
        GateDeed.Resume => "Apex fetches what has waited, within the vendor's quota.",
        _ => "Apex forgets its failures and refused refreshes and asks it again at once. If it still fails, it is left alone again.",
    };

    public static string Done(GateDeed deed, string vendor) => deed switch
    {
        GateDeed.Pause => $"{vendor} is paused",
        GateDeed.Resume => $"{vendor} is asked again",
        _ => $"{vendor} is reset",
    };
}
