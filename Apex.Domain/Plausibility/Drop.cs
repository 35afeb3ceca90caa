namespace Apex.Domain.Plausibility;

/// <summary>A field set to null, and why; never the value itself.</summary>
/// <param name="Field">Snake case, such as hrv_ms or sleep.latency_min.</param>
/// <param name="Reason">One of <see cref="DropReasons"/> or of the sleep rejections.</param>
public sealed record Drop(string Field, string Reason);
