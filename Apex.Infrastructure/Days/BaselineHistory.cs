using Apex.Domain.Metrics;
using Apex.Domain.Recovery;

namespace Apex.Infrastructure.Days;

/// <summary>HRV and resting HR per source and day; what is computed in a pass is laid over what is stored, so that later days of the pass see it.</summary>
internal sealed class BaselineHistory
{
    // Bounded: 60 days plus the window, times the person's sources.
    private readonly Dictionary<(SourceId Source, DateOnly Day), (double Value, HrvKind? Kind)> _hrv = [];
    private readonly Dictionary<(SourceId Source, DateOnly Day), double> _restingHr = [];

    public static BaselineHistory Of(IEnumerable<SourceDay> days)
    {
        var history = new BaselineHistory();
        foreach (var ((day, source, group), (value, kind)) in days)
        {
            if (group == SignalGroup.Hrv)
            {
                history.SetHrv(source, day, value, kind is null ? null : Enum.Parse<HrvKind>(kind));
            }
            else
            {
                history.SetRestingHr(source, day, value);
            }
        }

        return history;
    }

    public void SetHrv(SourceId source, DateOnly day, double? ms, HrvKind? kind) => Set(_hrv, (source, day), ms is { } value ? (value, kind) : null);

    public void SetRestingHr(SourceId source, DateOnly day, double? bpm) => Set(_restingHr, (source, day), bpm);

    /// <summary>The days before <paramref name="day"/> as the sources of its own HRV and resting HR saw them.</summary>
    public List<StoredDay> Before(DateOnly day, SourceId? hrvSource, SourceId? restingHrSource)
    {
        var days = new List<StoredDay>(Baseline.WindowDays);
        for (var earlier = day.AddDays(-Baseline.WindowDays); earlier < day; earlier = earlier.AddDays(1))
        {
            var hrv = hrvSource is { } h && _hrv.TryGetValue((h, earlier), out var ms) ? ms : ((double Value, HrvKind? Kind)?)null;
            var rhr = restingHrSource is { } r && _restingHr.TryGetValue((r, earlier), out var bpm) ? bpm : (double?)null;
            if (hrv is not null || rhr is not null)
            {
                days.Add(new(earlier, hrv?.Value, hrv?.Kind, hrvSource, rhr, restingHrSource));
            }
        }

        return days;
    }

    public BaselineHistory Copy()
    {
        var copy = new BaselineHistory();
        foreach (var (key, value) in _hrv)
        {
            copy._hrv[key] = value;
        }

        foreach (var (key, value) in _restingHr)
        {
            copy._restingHr[key] = value;
        }

        return copy;
    }

    private static void Set<TValue>(Dictionary<(SourceId, DateOnly), TValue> into, (SourceId, DateOnly) key, TValue? value)
        where TValue : struct
    {
        if (value is { } present)
        {
            into[key] = present;
        }
        else
        {
            into.Remove(key);
        }
    }
}
