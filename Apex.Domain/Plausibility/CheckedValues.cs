using Apex.Domain.Records;

namespace Apex.Domain.Plausibility;

/// <summary>A record's values after the hard limits of science 2.</summary>
/// <param name="Values">Null when the record's essential value is gone: then it is no version of anything.</param>
/// <param name="Suspects">Names of fields that were kept but lie outside the soft limits.</param>
public sealed record CheckedValues(RecordValues? Values, IReadOnlyList<Drop> Drops, IReadOnlyList<string> Suspects);

/// <summary>A field set to null, and why; never the value itself.</summary>
/// <param name="Field">Snake case, such as hrv_ms or sleep.latency_min.</param>
/// <param name="Reason">One of <see cref="DropReasons"/> or of the sleep rejections.</param>
public sealed record Drop(string Field, string Reason);

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
