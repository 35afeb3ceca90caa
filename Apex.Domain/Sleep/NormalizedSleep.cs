namespace Apex.Domain.Sleep;

/// <summary>A sleep session in Apex's definitions (science 3.1); minutes and percents unrounded.</summary>
public sealed record NormalizedSleep
{
    public required DateTimeOffset StartUtc { get; init; }

    public required DateTimeOffset EndUtc { get; init; }

    public int? EndOffsetMin { get; init; }

    public required double AsleepMin { get; init; }

    /// <summary>The vendor's time in bed, else end - start in elapsed minutes; never less than <see cref="AsleepMin"/>.</summary>
    public required double InBedMin { get; init; }

    /// <summary>False when <see cref="InBedMin"/> is only end - start.</summary>
    public bool InBedStated { get; init; }

    public double RemMin { get; init; }

    public double DeepMin { get; init; }

    public double LightMin { get; init; }

    public double? LatencyMin { get; init; }

    public bool IsNapByVendor { get; init; }

    public bool Tentative { get; init; }

    public double StagedMin => RemMin + DeepMin + LightMin;

    /// <summary>Enough of the sleep is staged for percentages to mean anything: 80 % of the time asleep.</summary>
    public bool HasStages => StagedMin > 0 && StagedMin >= 0.8 * AsleepMin;

    public double AwakeMin => InBedMin - AsleepMin;

    public double SleepDurationHours => AsleepMin / 60;

    /// <summary>0-100, asleep as a share of time in bed.</summary>
    public double EfficiencyPercent => 100 * AsleepMin / InBedMin;

    /// <summary>Percent of staged sleep, not of time in bed; null without enough stages.</summary>
    public double? RemPercent => PercentOfStaged(RemMin);

    public double? DeepPercent => PercentOfStaged(DeepMin);

    public double? LightPercent => PercentOfStaged(LightMin);

    /// <summary>Percent of time in bed.</summary>
    public double AwakePercent => 100 * AwakeMin / InBedMin;

    private double? PercentOfStaged(double minutes) => HasStages ? 100 * minutes / StagedMin : null;
}
