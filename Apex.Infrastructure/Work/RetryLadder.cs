using Microsoft.Extensions.Options;

namespace Apex.Infrastructure.Work;

/// <summary>When failed work is tried again.</summary>
internal sealed class RetryLadder(IOptions<RetryOptions> options)
{
    public int MaxTries => options.Value.MaxTries;

    /// <param name="tries">Failed attempts before this one.</param>
    /// <param name="retryAt">The vendor's own instant; never shortened.</param>
    public DateTimeOffset Unavailable(DateTimeOffset now, int tries, DateTimeOffset? retryAt, long itemId) =>
        Later(now + Jittered(Step(options.Value.Unavailable, RetryOptions.DefaultUnavailable, tries), itemId, tries), retryAt);

    public DateTimeOffset Throttled(DateTimeOffset now, int times, DateTimeOffset? retryAt) =>
        retryAt ?? now + Step(options.Value.Throttled, RetryOptions.DefaultThrottled, times);

    /// <summary>Null: asked often enough, the vendor does not have it.</summary>
    public DateTimeOffset? Missing(DateTimeOffset now, int times) =>
        times < Steps(options.Value.Missing, RetryOptions.DefaultMissing).Count ? now + Step(options.Value.Missing, RetryOptions.DefaultMissing, times) : null;

    private static TimeSpan Step(IList<TimeSpan> configured, IReadOnlyList<TimeSpan> defaults, int index)
    {
        var steps = Steps(configured, defaults);
        return steps[Math.Min(index, steps.Count - 1)];
    }

    private static IReadOnlyList<TimeSpan> Steps(IList<TimeSpan> configured, IReadOnlyList<TimeSpan> defaults) =>
        configured.Count == 0 ? defaults : [.. configured];

    // Spread by the item's number: the same failure of many items does not come back in one moment, and a test can compute it.
    private TimeSpan Jittered(TimeSpan step, long itemId, int tries)
    {
        var spread = ((itemId * 7919) + (tries * 104729)) % 1000 / 1000.0;
        return step + (step * (options.Value.Jitter * spread));
    }

    private static DateTimeOffset Later(DateTimeOffset ours, DateTimeOffset? vendors) => vendors > ours ? vendors.Value : ours;
}
