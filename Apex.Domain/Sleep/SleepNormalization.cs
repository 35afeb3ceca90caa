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

/// <summary>Reason codes of a rejected session; part of the stored drop counts.</summary>
public static class SleepRejections
{
    public const string EndNotAfterStart = "end_not_after_start";
    public const string LongerThan24Hours = "longer_than_24_h";
    public const string AsleepExceedsInBed = "asleep_exceeds_in_bed";

    /// <summary>No minute asleep was reported: time in bed alone is no sleep.</summary>
    public const string AsleepMissing = "asleep_missing";

    public const string ValueOutOfRange = "value_out_of_range";
}
