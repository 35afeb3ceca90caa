using Apex.Domain.Freshness;
using Apex.Domain.Recovery;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Roster;

/// <summary>What a coach reads beside the numbers.</summary>
internal static class RosterText
{
    /// <summary>Flags shown; the person's page has all.</summary>
    private const int MostFlags = 3;

    /// <summary>Beyond that a list of signals says no more than "newer data".</summary>
    private const int MostNamed = 3;

    public static string Band(OwnBand? band, double? value)
    {
        if (band is null)
        {
            return "usual range not known yet";
        }

        var range = $"{UnitText.Number(band.From)}–{UnitText.Number(band.To)}";
        return value switch
        {
            { } low when Math.Round(low) < Math.Round(band.From) => $"below usual {range}",
            { } high when Math.Round(high) > Math.Round(band.To) => $"above usual {range}",
            _ => $"usual {range}",
        };
    }

    public static string Ago(double? value, SignalFreshnessView signal, DateTimeOffset now) =>
        value is not null && signal.DataThrough is { } through ? $", {UnitText.Age(through, now)}" : "";

    public static string Missing(SignalFreshnessView signal) => signal.State == FreshnessState.Fresh ? "Not among today's values" : signal.WhatNext;

    public static string WhyNoScore(RosterRow row, SignalFreshnessView sleep, DateTimeOffset now, TimeZoneInfo zone) => (row.Day, sleep) switch
    {
        ({ SleepHours: not null, Recovery.Reasons: [var first, ..] }, _) => RecoveryText.Reason(first),
        (_, { State: FreshnessState.Due, DueAt: { } dueAt }) when now < dueAt - FreshnessSla.AfterWake => $"Not up yet, expected {ClockText.Soon(dueAt, now, zone)}",
        (_, { State: FreshnessState.Due, DueAt: { } dueAt }) => $"Night not in yet, expected {ClockText.Soon(dueAt, now, zone)}",
        (_, { State: FreshnessState.Unsupported }) => row.Person.IsUnconnected ? "No device connected" : "No source measures sleep",
        (_, { State: FreshnessState.Fresh }) => "No score for today",
        _ => $"No night today: {SignalText.Why(sleep)}",
    };

    public static IEnumerable<string> Flags(RosterRow row)
    {
        var late = row.Person.Signals.Where(signal => signal.State is FreshnessState.Late or FreshnessState.Delayed or FreshnessState.Disconnected).ToList();
        var flags = row.Day?.Score is null ? [] : RecoveryText.Flags(row.Day.Recovery).ToList();
        if (late.Count > 0)
        {
            flags.Add((row.Day?.Score, late.Count) switch
            {
                (null, _) => late[0].WhatNext,
                (_, <= MostNamed) => $"{string.Join(", ", late.Select(signal => SignalText.Name(signal.Signal)))} not up to date: {SignalText.Why(late[0])}",
                _ => $"Newer data is missing: {SignalText.Why(late[0])}",
            });
        }

        return flags.Take(MostFlags);
    }
}
