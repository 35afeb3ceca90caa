namespace Apex.Simulator.People;

/// <summary>One local day's movement, as far as the device has synced it.</summary>
public sealed record DayTotals
{
    public required DateOnly Date { get; init; }

    public int Steps { get; init; }

    public int LowSeconds { get; init; }

    public int ModerateSeconds { get; init; }

    public int VigorousSeconds { get; init; }

    public int SedentarySeconds { get; init; }

    public int NonWearSeconds { get; init; }

    public int ActiveCalories { get; init; }

    public int TotalCalories { get; init; }

    public int DistanceMeters { get; init; }

    /// <summary>Null until the night before is processed.</summary>
    public int? RestingHeartRateBpm { get; init; }

    /// <summary>0-21, for vendors that have one.</summary>
    public double? StrainLevel { get; init; }
}
