namespace Apex.Domain.Records;

/// <summary>One sleep as a vendor reports it, in Apex's units (science 3.1). Null means the vendor did not say; never 0 for missing.</summary>
public sealed record SleepSession
{
    public required DateTimeOffset StartUtc { get; init; }

    public required DateTimeOffset EndUtc { get; init; }

    /// <summary>Minutes east of UTC at the end of the session, where the vendor states it.</summary>
    public int? EndOffsetMin { get; init; }

    public double? InBedMin { get; init; }

    /// <summary>The vendor's own total; used only when there are no stages.</summary>
    public double? VendorAsleepMin { get; init; }

    public double? RemMin { get; init; }

    public double? DeepMin { get; init; }

    public double? LightMin { get; init; }

    /// <summary>Asleep without a stage.</summary>
    public double? UnstagedMin { get; init; }

    public double? AwakeMin { get; init; }

    public double? LatencyMin { get; init; }

    /// <summary>0-100, the vendor's own; kept to count mismatches, never shown.</summary>
    public double? VendorEfficiency { get; init; }

    public bool IsNapByVendor { get; init; }

    /// <summary>The vendor will send a final copy later.</summary>
    public bool Tentative { get; init; }
}
