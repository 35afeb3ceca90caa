using System.Globalization;
using Apex.Domain.Freshness;
using Apex.Domain.Time;

namespace Apex.Infrastructure.Freshness;

/// <param name="Source">The vendor as people call it.</param>
/// <param name="WaitingSince">When the oldest message not yet settled was received.</param>
internal sealed record SentenceFacts(string TimeZone, DateTimeOffset Now, string Source, ConnectionFacts? Connection, DateTimeOffset? WaitingSince);

/// <summary>What a person should expect or do next, in one or two plain sentences. Clock times are the wearer's.</summary>
internal static class WhatNext
{
    public static string Sentence(SignalFreshness verdict, SentenceFacts facts) => verdict.State switch
    {
        FreshnessState.Unsupported => "No connected source measures this.",
        FreshnessState.Disconnected => Disconnected(verdict.Cause, facts),
        FreshnessState.Never => $"{facts.Source} is connected; no value has come yet. {Because(verdict, facts)}",
        FreshnessState.Delayed => Delayed(verdict.Cause, facts),
        FreshnessState.Late => $"{WasDue(verdict.DueAt, facts)} {Because(verdict, facts)}",
        FreshnessState.Due => $"{Expected(verdict, facts)} {Known(verdict.Cause, facts)}".TrimEnd(),
        FreshnessState.Fresh when verdict.DueAt is { } dueAt => $"Up to date. The next value is expected by {At(dueAt, facts)}.",
        FreshnessState.Fresh => "Up to date.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict.State, null),
    };

    // At night nothing is expected: there the due instant is the morning at which the state changes.
    private static string Expected(SignalFreshness verdict, SentenceFacts facts) => verdict.DueAt switch
    {
        null => "The next value is expected.",
        { } morning when morning == verdict.NextChangeAt => $"It is night there; new data is expected from {At(morning, facts)}.",
        { } dueAt => $"Expected by {At(dueAt, facts)}.",
    };

    private static string WasDue(DateTimeOffset? dueAt, SentenceFacts facts) => dueAt is { } due ? $"It was due at {At(due, facts)}." : "It is late.";

    private static string Delayed(FreshnessCause cause, SentenceFacts facts)
    {
        var why = cause switch
        {
            FreshnessCause.QuotaWait => $"{facts.Source} asked Apex to wait",
            FreshnessCause.VendorIncident => $"{facts.Source} answers with errors",
            FreshnessCause.CircuitOpen => $"{facts.Source} is failing and is not asked for a while",
            _ => $"{facts.Source} has to be waited for",
        };
        return facts.Connection?.DelayedUntil is { } until && until > facts.Now ? $"{why}; Apex tries again at {At(until, facts)}." : $"{why}; Apex tries again now.";
    }

    private static string Disconnected(FreshnessCause cause, SentenceFacts facts) => cause switch
    {
        FreshnessCause.ProviderGone => $"{facts.Source} has switched this service off: connect another source.",
        FreshnessCause.UserRevoked => $"{facts.Source} is disconnected: the person has to connect it again, or another source.",
        _ when facts.Connection?.StatusCause == Connections.TokenKeeper.RefreshInterrupted =>
            $"A refresh of the access to {facts.Source} was interrupted on our side: the person has to connect {facts.Source} again.",
        FreshnessCause.TokenExpired => $"The access to {facts.Source} has expired: the person has to connect {facts.Source} again.",
        _ => $"No connection is active: the person has to connect {facts.Source} again.",
    };

    private static string Because(SignalFreshness verdict, SentenceFacts facts) => verdict switch
    {
        { Cause: FreshnessCause.Unknown or FreshnessCause.None } => $"{facts.Source} has told Apex nothing new: check that the device was worn and its app has synced.",
        { Cause: FreshnessCause.DeviceNotSynced, Inferred: true } =>
            $"Others' {facts.Source} data arrives and nothing new has come from this person: most likely the device has not synced. Ask them to open the {facts.Source} app.",
        _ => Known(verdict.Cause, facts),
    };

    private static string Known(FreshnessCause cause, SentenceFacts facts) => cause switch
    {
        FreshnessCause.Queue => facts.WaitingSince is { } since ? $"Apex received it at {At(since, facts)} and is working on it." : "Apex is working on it.",
        FreshnessCause.MappingError => $"Apex could not use what {facts.Source} sent: look at the dead letters.",
        FreshnessCause.DeviceNotSynced => $"The device has not synced since: ask the person to open the {facts.Source} app.",
        FreshnessCause.NotWorn => "The device was not worn, so no value will come.",
        FreshnessCause.ScopeMissing => $"The permission for it is missing: the person has to connect {facts.Source} again and allow it.",
        FreshnessCause.QuotaWait or FreshnessCause.CircuitOpen => $"{Delayed(cause, facts)}",
        FreshnessCause.VendorLate => $"{facts.Source} passes data on late; nothing has to be done here.",
        FreshnessCause.VendorIncident => $"{facts.Source} is failing; it comes when {facts.Source} recovers.",
        FreshnessCause.SubscriptionSilent => $"{facts.Source} has stopped notifying Apex: check the subscription.",
        FreshnessCause.TokenExpired or FreshnessCause.UserRevoked or FreshnessCause.ProviderGone => Disconnected(cause, facts),
        _ => "",
    };

    // The day is named when it is not today's.
    private static string At(DateTimeOffset instant, SentenceFacts facts)
    {
        var local = LocalDays.ToLocal(instant, facts.TimeZone);
        var isToday = LocalDays.DayOf(instant, facts.TimeZone) == LocalDays.DayOf(facts.Now, facts.TimeZone);
        return local.ToString(isToday ? "HH:mm" : "ddd d MMM HH:mm", CultureInfo.InvariantCulture);
    }
}
