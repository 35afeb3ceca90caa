namespace Apex.Domain.Sleep;

/// <summary>What <see cref="SleepNormalizer"/> made of a session.</summary>
public abstract record SleepNormalization
{
    private SleepNormalization()
    {
        // Closed: the two cases below are all there are.
    }

    public sealed record Accepted(NormalizedSleep Sleep) : SleepNormalization;

    /// <param name="Reason">One of <see cref="SleepRejections"/>.</param>
    public sealed record Rejected(string Reason) : SleepNormalization;
}
