using Apex.Domain.Metrics;
using Apex.Domain.Plausibility;
using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>The chosen offer of each group, and the day made of them.</summary>
internal sealed record DaySelection
{
    public Offer<Night>? Sleep { get; init; }

    public double? NapMin { get; init; }

    public Offer<HrvReading>? Hrv { get; init; }

    public Offer<double>? RestingHr { get; init; }

    public Offer<int>? Steps { get; init; }

    public Offer<double>? Activity { get; init; }

    public Offer<StrainReading>? Strain { get; init; }

    private NormalizedSleep? Main => Sleep?.Value.Main!.Sleep;

    public MergedDay ToMergedDay(DateOnly day)
    {
        var origins = Origins();
        SignalGroup[] namingOrder =
            [SignalGroup.Sleep, SignalGroup.Hrv, SignalGroup.RestingHr, SignalGroup.Steps, SignalGroup.Activity, SignalGroup.Strain];
        var naming = namingOrder.Select(group => origins.GetValueOrDefault(group)).FirstOrDefault(origin => origin is not null);
        return new(day, Values(), origins, naming?.Source);
    }

    private DayValues Values() => new()
    {
        SleepDurationHours = Rounded(Main?.SleepDurationHours),
        SleepEfficiency = Rounded(Limits.EfficiencyPercent.Keep(Main?.EfficiencyPercent)),
        SleepOnsetMinutes = Rounded(Limits.LatencyMin.Keep(Main?.LatencyMin)),
        RemPercentage = Rounded(Limits.RemPercent.Keep(Main?.RemPercent)),
        DeepPercentage = Rounded(Limits.DeepPercent.Keep(Main?.DeepPercent)),
        LightPercentage = Rounded(Main?.LightPercent),
        AwakePercentage = Rounded(Main?.AwakePercent),
        HrvAvgMs = Rounded(Hrv?.Value.Ms),
        HrvKind = Hrv?.Value.Kind,
        RestingHrBpm = Rounded(RestingHr?.Value),
        Steps = Steps?.Value,
        ActivityMinutes = Rounded(Activity?.Value),
        StrainScore = Rounded(Strain?.Value.Score),
        StrainSource = Strain?.Value.Source,
        NapMinutes = Rounded(IsTooMuchSleep() ? null : NapMin),
        WakeAt = Main?.EndUtc,
        IsProvisionalSleep = Main?.Tentative ?? false,
    };

    private Dictionary<SignalGroup, Origin> Origins()
    {
        (SignalGroup Group, Origin? Origin)[] all =
        [
            (SignalGroup.Sleep, Sleep?.Origin), (SignalGroup.Hrv, Hrv?.Origin), (SignalGroup.RestingHr, RestingHr?.Origin),
            (SignalGroup.Steps, Steps?.Origin), (SignalGroup.Activity, Activity?.Origin), (SignalGroup.Strain, Strain?.Origin),
        ];
        return all.Where(entry => entry.Origin is not null).ToDictionary(entry => entry.Group, entry => entry.Origin!);
    }

    private bool IsTooMuchSleep() => ((Main?.AsleepMin ?? 0) + (NapMin ?? 0)) / 60 > Limits.MaxSleepHoursPerDay;

    /// <summary>The edge where values become what is stored and shown.</summary>
    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 2, MidpointRounding.AwayFromZero) : null;
}
