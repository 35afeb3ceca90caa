namespace Apex.Simulator.Demo;

/// <summary>How fast simulated life moves.</summary>
public sealed record LifeOptions
{
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>People whose steps grow and are sent per tick.</summary>
    public int WalkersPerTick { get; init; } = 3;

    /// <summary>Every so many ticks somebody naps or a night is corrected; 0: only what the clock brings.</summary>
    public int TicksPerSurprise { get; init; } = 5;

    /// <summary>Ticks after which the next passing fault is switched on; 0: none.</summary>
    public int TicksPerFault { get; init; } = 7;
}
