namespace Apex.Infrastructure.Work;

/// <summary>Bound from "Apex:Retry". Each list is a ladder: the n-th failure waits its n-th entry, the last entry repeats. Tests own the clock, production has no short path.</summary>
public sealed class RetryOptions
{
    /// <summary>5xx, time-outs, connection refused; jitter is only ever added.</summary>
    public IList<TimeSpan> Unavailable { get; } = [];

    /// <summary>429 without an instant of the vendor's own.</summary>
    public IList<TimeSpan> Throttled { get; } = [];

    /// <summary>An object a notification named that the vendor does not have yet.</summary>
    public IList<TimeSpan> Missing { get; } = [];

    /// <summary>Failed attempts before work becomes a dead letter.</summary>
    public int MaxTries { get; set; } = 8;

    /// <summary>Largest part of a step that is added at random, 0-1.</summary>
    public double Jitter { get; set; } = 0.1;

    public static readonly IReadOnlyList<TimeSpan> DefaultUnavailable =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    public static readonly IReadOnlyList<TimeSpan> DefaultThrottled = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];

    public static readonly IReadOnlyList<TimeSpan> DefaultMissing = [TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];
}
