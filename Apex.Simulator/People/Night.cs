namespace Apex.Simulator.People;

/// <summary>What the vendor calls a sleep; <see cref="Deleted"/> and <see cref="Rest"/> are rows that must not count.</summary>
public enum SleepKind
{
    LongSleep,
    Nap,
    LateNap,
    Rest,
    Deleted,
}

/// <summary>One sleep as a device measured it. Stages and awake time (which includes the latency) fill the time in bed exactly.</summary>
public sealed record Night
{
    /// <summary>Empty: given by the person when the night is set, so that a corrected night keeps its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>The local day the sleep counts for.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>With the wearer's offset at that moment.</summary>
    public required DateTimeOffset Start { get; init; }

    public required DateTimeOffset End { get; init; }

    public SleepKind Kind { get; init; } = SleepKind.LongSleep;

    public int DeepSeconds { get; init; }

    public int LightSeconds { get; init; }

    public int RemSeconds { get; init; }

    public int AwakeSeconds { get; init; }

    public int LatencySeconds { get; init; }

    public double? RmssdMs { get; init; }

    public double? AverageHeartRateBpm { get; init; }

    public int? LowestHeartRateBpm { get; init; }

    public double BreathsPerMinute { get; init; } = 14.25;

    /// <summary>The vendor says itself that it will revise this.</summary>
    public bool IsTentative { get; init; }

    public int Revision { get; init; }

    public int AsleepSeconds => DeepSeconds + LightSeconds + RemSeconds;

    public int InBedSeconds => (int)(End - Start).TotalSeconds;

    /// <summary>0-100.</summary>
    public double EfficiencyPercent => InBedSeconds == 0 ? 0 : 100.0 * AsleepSeconds / InBedSeconds;

    /// <summary>A night that ends when its stages and awake time are used up.</summary>
    public static Night Of(DateOnly day, DateTimeOffset start, int deepSeconds, int lightSeconds, int remSeconds, int awakeSeconds, int latencySeconds = 600) => new()
    {
        Day = day,
        Start = start,
        End = start.AddSeconds(deepSeconds + lightSeconds + remSeconds + awakeSeconds),
        DeepSeconds = deepSeconds,
        LightSeconds = lightSeconds,
        RemSeconds = remSeconds,
        AwakeSeconds = awakeSeconds,
        LatencySeconds = latencySeconds,
    };
}
