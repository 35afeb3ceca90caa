namespace Apex.Domain.Sleep;

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
