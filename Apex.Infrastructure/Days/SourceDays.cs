using Apex.Domain.Metrics;

namespace Apex.Infrastructure.Days;

/// <summary>The main value of each signal group a source has for a day.</summary>
internal static class SourceDays
{
    public static void Add(Dictionary<SourceDayKey, SourceDayValue> into, DateOnly day, SourceId source, MergedDay alone)
    {
        var values = alone.Values;
        Add(SignalGroup.Sleep, values.SleepDurationHours, null);
        Add(SignalGroup.Hrv, values.HrvAvgMs, values.HrvKind?.ToString());
        Add(SignalGroup.RestingHr, values.RestingHrBpm, null);
        Add(SignalGroup.Steps, values.Steps, null);
        Add(SignalGroup.Activity, values.ActivityMinutes, null);
        Add(SignalGroup.Strain, values.StrainScore, values.StrainSource);

        void Add(SignalGroup group, double? value, string? kind)
        {
            if (value is { } present)
            {
                into[new(day, source, group)] = new(present, kind);
            }
        }
    }
}
