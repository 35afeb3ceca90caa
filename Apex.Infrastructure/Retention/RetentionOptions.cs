using System.ComponentModel.DataAnnotations;

namespace Apex.Infrastructure.Retention;

/// <summary>Bound from "Apex:Retention".</summary>
public sealed class RetentionOptions
{
    public const string Section = "Apex:Retention";

    /// <summary>Payloads, settled messages and the runs that tell of them.</summary>
    [Range(1, 3650)]
    public int RawDays { get; init; } = 14;

    /// <summary>Messages of people nobody knows.</summary>
    [Range(1, 3650)]
    public int OrphanDays { get; init; } = 30;

    /// <summary>Longer than any vendor repeats a delivery.</summary>
    [Range(24, 24 * 365)]
    public int DeliveryKeyHours { get; init; } = 72;
}
