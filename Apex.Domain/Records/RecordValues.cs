using Apex.Domain.Metrics;

namespace Apex.Domain.Records;

/// <summary>The readings of one vendor record in Apex's units, after plausibility checks. Null: absent or dropped.</summary>
public sealed record RecordValues
{
    public SleepSession? Sleep { get; init; }

    public double? HrvMs { get; init; }

    public HrvKind? HrvKind { get; init; }

    public double? RestingHrBpm { get; init; }

    public int? Steps { get; init; }

    /// <summary>Minutes of moderate or vigorous activity, each minute once.</summary>
    public double? ActivityMinutes { get; init; }

    public double? ModerateMinutes { get; init; }

    public double? VigorousMinutes { get; init; }

    /// <summary>0-21, only where the vendor states one on that scale.</summary>
    public double? VendorStrain { get; init; }

    /// <summary>End of the last sample a day summary covers (Unix ms), where the vendor says.</summary>
    public long? DataThroughMs { get; init; }

    /// <summary>When the device was worn, from <see cref="WearFromMs"/> (Unix ms) on as far as it says; see WearRuns.</summary>
    public string? Wear { get; init; }

    public long? WearFromMs { get; init; }
}
