using Apex.Domain.Metrics;
using Apex.Infrastructure.Reading;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Person;

/// <summary>A day's values written out.</summary>
internal static class DayText
{
    public static string? Value(DailyMetricsView day, SignalGroup signal) => signal switch
    {
        SignalGroup.Sleep when day.SleepDurationHours is { } hours =>
            UnitText.Duration(TimeSpan.FromHours(hours)) + (day.SleepEfficiency is { } percent ? $", {UnitText.Number(percent, "%")}" : ""),
        SignalGroup.Hrv when day.HrvAvg is { } ms => UnitText.Number(ms, "ms"),
        SignalGroup.RestingHr when day.RhrAvg is { } bpm => UnitText.Number(bpm, "bpm"),
        SignalGroup.Steps when day.Steps is { } steps => UnitText.Number(steps, "steps"),
        SignalGroup.Activity when day.ActivityMinutes is { } minutes => UnitText.Duration(TimeSpan.FromMinutes(minutes)),
        SignalGroup.Strain when day.StrainScore is { } strain => UnitText.Number(strain, "of 21", 1),
        _ => null,
    };

    public static string Origin(DailyMetricsView day, SignalGroup signal) => day.Origins.GetValueOrDefault(SignalNames.Of(signal)) is { } origin
        ? SourceText.Name(origin.Source) + (origin.Via is null ? "" : $" via {SourceText.Name(origin.Via)}")
        : "computed";
}
