using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Time;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Reading;

/// <summary>Turns what is stored about one signal of one person into the inputs of the freshness rules.</summary>
internal static class PersonJudge
{
    public static SignalFreshness Judge(
        SignalGroup group, PersonFacts person, IReadOnlyList<ConnectionFacts> connections, FleetFacts facts, Func<string, ProviderTraits?> traits, DateTimeOffset now)
    {
        var offering = connections.Where(connection => traits(connection.Provider)?.Signals.Contains(group) == true).ToList();
        var active = offering.Where(connection => connection.Status == ConnectionStatus.Active).ToList();
        var stored = facts.Signals.GetValueOrDefault((person.Id, group));
        var work = facts.Work[person.Id].Where(open => Concerns(open.Family, group)).ToList();
        var delayed = active.FirstOrDefault(connection => connection.DelayedSince is not null);
        var verdict = FreshnessRules.Evaluate(
            new()
            {
                Signal = group,
                TimeZone = person.TimeZone,
                NewestDay = stored?.NewestDay,
                Instants = stored?.Instants ?? new(),
                Offered = offering.Count > 0,
                Connected = active.Count > 0,
                DisconnectCause = active.Count > 0 || offering.Count == 0 ? FreshnessCause.None : CauseOf(offering[0]),
                DelayedSince = delayed?.DelayedSince,
                DelayCause = CauseNames.Find(delayed?.DelayCause) ?? FreshnessCause.None,
                OldestUnsettledReceivedAt = work.Min(open => (DateTimeOffset?)open.Since),
                HasDeadLetter = facts.Letters[person.Id].Any(letter => Concerns(letter.Family, group) && !(letter.Since <= stored?.Instants.AvailableAt)),
                ExposesDeviceSync = active.Any(connection => traits(connection.Provider)!.ExposesDeviceSync),
                MeasuredWakeToday = facts.Wakes.TryGetValue((person.Id, LocalDays.DayOf(now, person.TimeZone)), out var wakeAt) ? wakeAt : null,
            },
            now);
        return verdict with { Cause = Sharper(verdict, active, work) };
    }

    // The rules know of waiting work; what it waits for is known only here.
    private static FreshnessCause Sharper(SignalFreshness verdict, List<ConnectionFacts> active, List<OpenWork> work) => verdict.Cause switch
    {
        FreshnessCause.Queue when work.Exists(open => open.WaitReason == "scope") => FreshnessCause.ScopeMissing,
        FreshnessCause.Queue when work.TrueForAll(open => open.WaitReason == "retry") => FreshnessCause.VendorIncident,
        FreshnessCause.Queue when work.TrueForAll(open => open.WaitReason == "missing") => FreshnessCause.VendorLate,
        FreshnessCause.Unknown when active.Exists(connection => connection.StatusCause == Causes.Name(FreshnessCause.ScopeMissing)) => FreshnessCause.ScopeMissing,
        var cause => cause,
    };

    private static FreshnessCause CauseOf(ConnectionFacts connection) => CauseNames.Find(connection.StatusCause) ?? connection.Status switch
    {
        ConnectionStatus.Revoked => FreshnessCause.UserRevoked,
        ConnectionStatus.ReauthNeeded => FreshnessCause.TokenExpired,
        ConnectionStatus.ProviderGone => FreshnessCause.ProviderGone,
        _ => FreshnessCause.Unknown,
    };

    // Families are named by vendors; those that name neither may hold anything.
    private static bool Concerns(string family, SignalGroup group) => family switch
    {
        "account" => false,
        _ when family.Contains("sleep", StringComparison.Ordinal) => FreshnessSla.IsNightly(group),
        _ when family.Contains("activity", StringComparison.Ordinal) => !FreshnessSla.IsNightly(group),
        _ => true,
    };
}
