namespace Apex.Domain.Plausibility;

/// <summary>Reason codes of dropped fields.</summary>
public static class DropReasons
{
    public const string OutOfRange = "value_out_of_range";
    public const string InFuture = "in_future";
    public const string BeforeDay = "before_day";
    public const string TooOld = "too_old";
    public const string OffsetOutOfRange = "offset_out_of_range";
    public const string KindMissing = "hrv_kind_missing";
    public const string DurationImplausible = "duration_implausible";
}
