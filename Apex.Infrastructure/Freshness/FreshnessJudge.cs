using System.Globalization;
using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Time;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Freshness;

/// <summary>From one person's facts to the verdict on each signal. Pure.</summary>
/// <param name="asked">Vendors that only notify: their silence says something once they were asked.</param>
internal sealed class FreshnessJudge(IReadOnlyDictionary<string, ProviderTraits> providers, IReadOnlySet<string> asked, PersonFacts person, DateTimeOffset now)
{
    private static readonly Dictionary<string, FreshnessCause> CauseByName =
        Enum.GetValues<FreshnessCause>().ToDictionary(Causes.Name, StringComparer.Ordinal);

    public PersonFreshness Judge() => new(person.UserId, person.DisplayName, person.TimeZone, [.. Enum.GetValues<SignalGroup>().Select(Judge)]);

    private SignalFreshnessView Judge(SignalGroup signal)
    {
        var offering = person.Connections.Where(connection => Traits(connection.Provider)?.Signals.Contains(signal) == true).ToList();
        var active = offering.Where(connection => connection.Status == ConnectionStatus.Active).ToList();
        var facts = person.Signals.GetValueOrDefault(signal) ?? new(null, new());
        var verdict = FreshnessRules.Evaluate(WithEvidence(Inputs(signal, facts, offering, active), active), now);
        var spokenOf = active.Count > 0 ? active.Find(connection => connection.DelayedSince is not null) ?? active[^1] : offering.LastOrDefault();
        var dataThrough = facts.NewestDay is null ? null : verdict.DataThrough;
        return new(
            signal, verdict.State, verdict.Cause, verdict.Inferred, Causes.OwnerOf(verdict.Cause), facts.NewestDay, dataThrough is { } through ? AgeText.Of(now - through) : null,
            dataThrough, verdict.DueAt, verdict.NextChangeAt, spokenOf?.Provider,
            WhatNext.Sentence(verdict, new(person.TimeZone, now, DisplayName(spokenOf?.Provider), spokenOf, WaitingSince(signal))));
    }

    private FreshnessInputs Inputs(SignalGroup signal, SignalFacts facts, List<ConnectionFacts> offering, List<ConnectionFacts> active)
    {
        // A source that is on hold makes the signal wait only when no other can bring it.
        var delayed = active.TrueForAll(connection => connection.DelayedSince is not null) ? active.MinBy(connection => connection.DelayedSince) : null;
        return new()
        {
            Signal = signal,
            TimeZone = person.TimeZone,
            NewestDay = facts.NewestDay,
            Instants = facts.Instants with { DeviceSyncedAt = DeviceSyncedAt(facts, active) },
            Offered = offering.Count > 0,
            Connected = active.Count > 0,
            DisconnectCause = active.Count > 0 || offering.Count == 0 ? FreshnessCause.None : DisconnectCause(offering[^1]),
            DelayedSince = delayed?.DelayedSince,
            DelayCause = delayed is null ? FreshnessCause.None : Cause(delayed.DelayedCause),
            OldestUnsettledReceivedAt = WaitingSince(signal),
            HasDeadLetter = person.DeadLetters.Exists(letter => Concerns(letter, signal) && !(letter.At < facts.Instants.AvailableAt)),
            ExposesDeviceSync = active.Exists(connection => Traits(connection.Provider)!.ExposesDeviceSync),
            UsualWake = person.UsualWake,
            MeasuredWakeToday = person.WakeByDay.TryGetValue(LocalDays.DayOf(now, person.TimeZone), out var wake) ? wake : null,
        };
    }

    private FreshnessInputs WithEvidence(FreshnessInputs inputs, List<ConnectionFacts> active)
    {
        var mustAsk = active.Where(connection => asked.Contains(connection.Provider)).ToList();
        return inputs with
        {
            ScopeMissing = active.Exists(connection => connection.StatusCause == Causes.Name(FreshnessCause.ScopeMissing)),
            VendorDelivers = active.TrueForAll(connection => Traits(connection.Provider)!.Pushes),
            Wear = person.Evidence.Wear,
            OthersArrive = active.Count > 0 && active.TrueForAll(connection => person.Evidence.ArrivingProviders.Contains(connection.Provider)),
            MustBeAsked = mustAsk.Count > 0,
            AnsweredAt = mustAsk.Select(connection => AnsweredAt(connection, inputs)).Order().FirstOrDefault(), // null, who never answered, is first
            LastHeardAt = person.Signals.Values.Select(signal => signal.Instants.EventAt).Max(),
        };
    }

    // Only an answer about the missing day says that it is not there.
    private DateTimeOffset? AnsweredAt(ConnectionFacts connection, FreshnessInputs inputs)
    {
        var missing = FreshnessSla.IsNightly(inputs.Signal) ? inputs.NewestDay?.AddDays(1) : LocalDays.DayOf(now, person.TimeZone);
        return person.Evidence.Answers
            .Where(answer => answer.Provider == connection.Provider && Concerns(new(answer.Provider, answer.Family, answer.At), inputs.Signal))
            .Where(answer => answer.Day == "recent" || answer.Day == missing?.ToString("O", CultureInfo.InvariantCulture))
            .Select(answer => (DateTimeOffset?)answer.At).Max();
    }

    private DateTimeOffset? WaitingSince(SignalGroup signal) =>
        person.Unsettled.Where(message => Concerns(message, signal)).Select(message => (DateTimeOffset?)message.At).Min();

    private bool Concerns(FamilyInstant what, SignalGroup signal) => Traits(what.Provider) is { } traits
        && (traits.SignalsByFamily.TryGetValue(what.Family, out var signals) ? signals : traits.Signals).Contains(signal);

    // What the connection says of the device is newer than what the newest datum said; where the datum has no event of its own, it would pose as one.
    private static DateTimeOffset? DeviceSyncedAt(SignalFacts facts, List<ConnectionFacts> active) => facts.NewestDay is not null && facts.Instants.EventAt is null
        ? facts.Instants.DeviceSyncedAt
        : active.Select(connection => connection.DeviceSyncedAt).Append(facts.Instants.DeviceSyncedAt).Max();

    private static FreshnessCause DisconnectCause(ConnectionFacts connection) => Cause(connection.StatusCause) is var known and not FreshnessCause.Unknown
        ? known
        : connection.Status switch
        {
            ConnectionStatus.ReauthNeeded => FreshnessCause.TokenExpired,
            ConnectionStatus.ProviderGone => FreshnessCause.ProviderGone,
            _ => FreshnessCause.UserRevoked,
        };

    private static FreshnessCause Cause(string? name) => CauseByName.GetValueOrDefault(name ?? "", FreshnessCause.Unknown);

    private ProviderTraits? Traits(string provider) => providers.GetValueOrDefault(provider);

    private string DisplayName(string? provider) => provider is not null && Traits(provider) is { } traits ? traits.DisplayName : "The source";
}
