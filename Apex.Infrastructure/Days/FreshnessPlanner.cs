using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Domain.Time;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Ingestion;

namespace Apex.Infrastructure.Days;

/// <summary>Moves a signal's newest datum forward. A correction of a day already there is a revision, not an arrival: its instants stay.</summary>
internal static class FreshnessPlanner
{
    public static void Plan(DayPlan plan, UserSnapshot snapshot, MergedDay merged, IReadOnlyCollection<IncomingRecord> arrivals)
    {
        plan.EndsTrouble = snapshot.Freshness.Values.Any(stored => stored.State is not ("fresh" or "due"));
        foreach (var group in Enum.GetValues<SignalGroup>())
        {
            var stored = plan.Freshness.TryGetValue(group, out var planned) ? planned.Stored : snapshot.Freshness.GetValueOrDefault(group);
            if (merged.Origins.TryGetValue(group, out var origin))
            {
                var arrival = arrivals.LastOrDefault(record => record.Record.ExternalId == origin.ExternalId && record.Record.Source == origin.Source);
                Forward(plan, snapshot, merged, group, stored, arrival);
            }
            else if (stored?.NewestDay == merged.Day)
            {
                plan.Freshness[group] = new(null, new(null, new()));
            }
        }
    }

    private static void Forward(DayPlan plan, UserSnapshot snapshot, MergedDay merged, SignalGroup group, StoredFreshness? stored, IncomingRecord? arrival)
    {
        if (arrival is null || stored?.NewestDay > merged.Day)
        {
            return;
        }

        // A night counts from its first arrival, even when a correction moves its end; a day's steps go on.
        var eventAt = EventAt(group, merged, arrival, snapshot.TimeZone);
        if (stored?.NewestDay == merged.Day && stored.Instants.EventAt is { } known && (IsNightly(group) || eventAt <= known))
        {
            return;
        }

        var instants = new FreshnessInstants
        {
            EventAt = eventAt,
            DeviceSyncedAt = arrival.Record.DeviceSyncedAt,
            VendorUpdatedAt = arrival.Record.VendorUpdatedAt,
            NotifiedAt = arrival.NotifiedAt,
            ReceivedAt = arrival.ReceivedAt,
        };
        plan.Freshness[group] = new(merged.Day, new(merged.Day, instants), Inputs(snapshot, group, merged.Day, instants));
    }

    // Enough to say "fresh": data that was just stored ends every wait of the connection that brought it. Anything else is for the sweep to explain.
    private static FreshnessInputs? Inputs(UserSnapshot snapshot, SignalGroup group, DateOnly day, FreshnessInstants instants) =>
        snapshot.Connections.Any(connection => connection.Status == ConnectionStatus.Active)
            ? new() { Signal = group, TimeZone = snapshot.TimeZone, UsualWake = snapshot.UsualWake, NewestDay = day, Instants = instants, Offered = true, Connected = true }
            : null;

    private static bool IsNightly(SignalGroup group) => group is SignalGroup.Sleep or SignalGroup.Hrv or SignalGroup.RestingHr;

    /// <summary>When the phenomenon was complete: the night's end, or as far as the day's samples reach.</summary>
    private static DateTimeOffset EventAt(SignalGroup group, MergedDay merged, IncomingRecord arrival, string zone)
    {
        if (IsNightly(group))
        {
            return merged.Values.WakeAt ?? arrival.ReceivedAt;
        }

        var dayEnd = LocalDays.StartOfDay(merged.Day.AddDays(1), zone);
        var through = arrival.Values.DataThroughMs is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : arrival.ReceivedAt;
        // What the vendor pushed reaches no further than the instant at which the vendor had it.
        var knownBy = arrival.RawSha256 is null && arrival.Record.VendorUpdatedAt < arrival.ReceivedAt ? arrival.Record.VendorUpdatedAt.Value : arrival.ReceivedAt;
        through = through < knownBy ? through : knownBy;
        return through < dayEnd ? through : dayEnd;
    }
}
