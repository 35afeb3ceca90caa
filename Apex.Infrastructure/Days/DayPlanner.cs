using System.Text.Json;
using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Recovery;
using Apex.Infrastructure.Ingestion;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Snapshot plus incoming records to planned writes. Pure: the same snapshot and records give the same plan.</summary>
internal sealed class DayPlanner
{
    private readonly UserSnapshot _snapshot;
    private readonly RecoverySettings _recovery;
    private readonly Dictionary<RecordKey, SourceRecord> _records;
    private readonly Dictionary<RecordKey, IncomingRecord> _arrivals = [];
    private readonly BaselineHistory _history;
    private readonly DayPlan _plan = new();

    private DayPlanner(UserSnapshot snapshot, RecoverySettings recovery)
    {
        (_snapshot, _recovery, _history) = (snapshot, recovery, snapshot.History.Copy());
        _records = snapshot.Window.Concat(snapshot.Known.Values).DistinctBy(KeyOf).ToDictionary(KeyOf);
    }

    public static DayPlan Plan(UserSnapshot snapshot, RecoverySettings recovery, Guid connectionId, IReadOnlyList<IncomingRecord> incoming)
    {
        var planner = new DayPlanner(snapshot, recovery);
        foreach (var day in planner.TakeIn(connectionId, incoming))
        {
            planner.PlanDay(day);
        }

        return planner._plan;
    }

    /// <summary>Re-scores stored days whose inputs have changed under them; values stay as they are.</summary>
    public static DayPlan Rescore(UserSnapshot snapshot, RecoverySettings recovery)
    {
        var planner = new DayPlanner(snapshot, recovery);
        foreach (var day in snapshot.Daily.Keys.Order())
        {
            planner.PlanDay(day);
        }

        return planner._plan;
    }

    /// <summary>A delete of something never seen names no day; its tombstone needs one.</summary>
    public static DateOnly DayOf(IncomingRecord arrival) => arrival.Record.Day ?? DateOnly.FromDateTime(arrival.ReceivedAt.UtcDateTime);

    private static bool IsFrom(IncomingRecord arrival, SourceRecord record) =>
        (arrival.Version.OrderAtMs, arrival.Version.Generation) == (record.Version.OrderAtMs, record.Version.Generation);

    private static RecordKey KeyOf(SourceRecord record) => new(record.ConnectionId, record.Type, record.ExternalId);

    private SortedSet<DateOnly> TakeIn(Guid connectionId, IReadOnlyList<IncomingRecord> incoming)
    {
        var affected = new SortedSet<DateOnly>();
        foreach (var arrival in incoming.OrderBy(record => record.Version))
        {
            var key = new RecordKey(connectionId, arrival.Record.Type, arrival.Record.ExternalId);
            var before = _records.GetValueOrDefault(key);
            var after = RecordUpdate.Apply(before, AsRecord(connectionId, arrival, before), arrival.Record.Complete);
            if (after is null)
            {
                continue;
            }

            _records[key] = after;
            _arrivals[key] = arrival;
            affected.UnionWith(DayMerger.AffectedDays(before, after, [.. _records.Values], _snapshot.TimeZone));
        }

        _plan.Records.AddRange(_arrivals.Select(pair => new PlannedRecord(_records[pair.Key], pair.Value.RawSha256, IsFrom(pair.Value, _records[pair.Key]))));
        return affected;
    }

    private static SourceRecord AsRecord(Guid connectionId, IncomingRecord arrival, SourceRecord? before) => new()
    {
        Source = arrival.Record.Source,
        Via = arrival.Record.Via,
        ConnectionId = connectionId,
        Type = arrival.Record.Type,
        ExternalId = arrival.Record.ExternalId,
        Day = arrival.Record.Day ?? before?.Day ?? DayOf(arrival),
        Version = arrival.Version,
        FirstReceivedAt = arrival.ReceivedAt,
        Deleted = arrival.Record.Deleted,
        Values = arrival.Values,
    };

    private void PlanDay(DateOnly day)
    {
        var window = _records.Values.Where(record => Math.Abs(record.Day.DayNumber - day.DayNumber) <= 1).ToList();
        var merged = DayMerger.Merge(day, _snapshot.TimeZone, window, _snapshot.Preferences);
        PlanSourceDays(day, window, merged);

        var before = _snapshot.Daily.GetValueOrDefault(day);
        if (before is null && merged.Origins.Count == 0)
        {
            return;
        }

        var earlier = _history.Before(day, merged.Origins.GetValueOrDefault(SignalGroup.Hrv)?.Source, merged.Origins.GetValueOrDefault(SignalGroup.RestingHr)?.Source);
        var inputs = RecoveryInputsBuilder.Build(day, merged.Values, merged.Origins, earlier, _snapshot.SleepNeedHours);
        var hash = inputs.Hash(_recovery.Formula.Version, _recovery.Weights);
        var origins = JsonSerializer.Serialize(new Dictionary<SignalGroup, Origin>(merged.Origins), StoredJson.Default.DictionarySignalGroupOrigin);
        if (before is not null && before.Values == merged.Values && before.InputsHash == hash && before.Origins == origins)
        {
            return;
        }

        var result = _recovery.Formula.Score(inputs, _recovery.Weights);
        double? score = result.Score is { } exact ? Math.Round(exact, 1, MidpointRounding.AwayFromZero) : null;
        _plan.Days.Add(new(day, merged, origins, result, score, hash, before));
        FreshnessPlanner.Plan(_plan, _snapshot, merged, _arrivals.Values);
    }

    private void PlanSourceDays(DateOnly day, List<SourceRecord> window, MergedDay merged)
    {
        var sources = window.Select(record => record.Source).Distinct().ToList();
        var values = new Dictionary<SourceDayKey, SourceDayValue>();
        foreach (var source in sources)
        {
            var alone = sources.Count == 1
                ? merged
                : DayMerger.Merge(day, _snapshot.TimeZone, [.. window.Where(record => record.Source == source)], new MergePreferences());
            SourceDays.Add(values, day, source, alone);
        }

        foreach (var key in _snapshot.SourceDays.Keys.Where(key => key.Day == day).Union(values.Keys))
        {
            PlanSourceDay(key, _snapshot.SourceDays.TryGetValue(key, out var old) ? old : null, values.TryGetValue(key, out var now) ? now : null);
        }
    }

    private void PlanSourceDay(SourceDayKey key, SourceDayValue? before, SourceDayValue? after)
    {
        if (before == after)
        {
            return;
        }

        _plan.SourceDays.Add((key, after));
        if (key.Group == SignalGroup.Hrv)
        {
            _history.SetHrv(key.Source, key.Day, after?.Value, after?.Kind is { } kind ? Enum.Parse<HrvKind>(kind) : null);
        }
        else if (key.Group == SignalGroup.RestingHr)
        {
            _history.SetRestingHr(key.Source, key.Day, after?.Value);
        }

        var feedsLaterDays = key.Group is SignalGroup.Hrv or SignalGroup.RestingHr;
        _plan.RaisesDerive |= feedsLaterDays && _snapshot.LastDay > key.Day;
    }
}
