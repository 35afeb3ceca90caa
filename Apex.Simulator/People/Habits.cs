namespace Apex.Simulator.People;

/// <summary>What one person's ordinary days look like; times are local. A bedtime earlier than the wake time (08:30 to 15:30) is a night worker's.</summary>
public sealed record Habits
{
    public TimeOnly Bedtime { get; init; } = new(22, 50);

    public TimeOnly Wake { get; init; } = new(6, 45);

    /// <summary>Saturdays and Sundays are this much later.</summary>
    public TimeSpan WeekendShift { get; init; } = TimeSpan.FromMinutes(50);

    /// <summary>The person's own middle, in milliseconds; single nights scatter around it by about 13 %.</summary>
    public double RmssdMs { get; init; } = 48;

    public double RestingHeartRateBpm { get; init; } = 54;

    public int Steps { get; init; } = 8500;

    public double NapProbability { get; init; } = 0.06;

    public double MissingNightProbability { get; init; } = 0.02;

    /// <summary>Chance per day that an illness of about five days begins: HRV falls, heart rate rises, steps halve.</summary>
    public double IllnessProbability { get; init; } = 0.008;

    /// <summary>Chance that a night is revised some hours after it was final.</summary>
    public double CorrectionProbability { get; init; } = 0.08;

    /// <summary>From waking to the phone having the night.</summary>
    public TimeSpan UsualSyncDelay { get; init; } = TimeSpan.FromMinutes(12);
}
