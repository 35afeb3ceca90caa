using Apex.Domain.Metrics;
using Apex.Domain.Wake;

namespace Apex.Domain.Freshness;

/// <summary>The six instants of the newest datum of a signal (science 8.1, design section 6). Null: unknown or not exposed by the vendor.</summary>
public sealed record FreshnessInstants
{
    /// <summary>The phenomenon is complete: sleep end; for steps the end of the last sample.</summary>
    public DateTimeOffset? EventAt { get; init; }

    public DateTimeOffset? DeviceSyncedAt { get; init; }

    public DateTimeOffset? VendorUpdatedAt { get; init; }

    public DateTimeOffset? NotifiedAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? AvailableAt { get; init; }
}

/// <summary>What is known about one user's signal when its freshness is judged.</summary>
public sealed record FreshnessInputs
{
    public required SignalGroup Signal { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>The local day the newest stored value belongs to, or null when there never was one.</summary>
    public DateOnly? NewestDay { get; init; }

    public FreshnessInstants Instants { get; init; } = new();

    /// <summary>At least one connection offers the signal.</summary>
    public bool Offered { get; init; }

    /// <summary>At least one connection that offers it is active.</summary>
    public bool Connected { get; init; }

    /// <summary>Why no connection is active; None while one is.</summary>
    public FreshnessCause DisconnectCause { get; init; }

    /// <summary>We knowingly wait for this signal since then; with <see cref="DelayCause"/>.</summary>
    public DateTimeOffset? DelayedSince { get; init; }

    public FreshnessCause DelayCause { get; init; }

    /// <summary>Something for this signal has been received and not yet stored.</summary>
    public DateTimeOffset? OldestUnsettledReceivedAt { get; init; }

    /// <summary>Something for this signal lies in the dead letters, newer than the stored value.</summary>
    public bool HasDeadLetter { get; init; }

    /// <summary>Through a phone push path (30 min) or a cloud (60 min): steps and activity.</summary>
    public bool PhonePath { get; init; }

    /// <summary>The vendor exposes when the device synced.</summary>
    public bool ExposesDeviceSync { get; init; }

    /// <summary>The vendor refuses this signal's data: the consent does not cover it.</summary>
    public bool ScopeMissing { get; init; }

    /// <summary>What the device itself says of its wear, of the last days; empty where it says nothing.</summary>
    public IReadOnlyList<WearSpan> Wear { get; init; } = [];

    /// <summary>The vendor pushes: how long a delivery takes is its doing.</summary>
    public bool VendorDelivers { get; init; }

    /// <summary>Every source that offers the signal has brought others' data within the last hour.</summary>
    public bool OthersArrive { get; init; }

    /// <summary>The vendor only notifies: that it has nothing is known once it was asked.</summary>
    public bool MustBeAsked { get; init; }

    /// <summary>The vendor last answered for this signal then, without an error.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>How far any of the person's data reaches.</summary>
    public DateTimeOffset? LastHeardAt { get; init; }

    /// <summary>When the person usually wakes, for days whose wake is not measured.</summary>
    public UsualWake UsualWake { get; init; }

    /// <summary>Measured wake of today, where known.</summary>
    public DateTimeOffset? MeasuredWakeToday { get; init; }
}

/// <summary>The verdict on one signal at an instant.</summary>
/// <param name="DueAt">When the next datum is (or was) due.</param>
/// <param name="DataThrough">How far the data reaches; its age is now minus this.</param>
/// <param name="NextChangeAt">When the state can change by time alone; null: only by an event.</param>
/// <param name="Inferred">The cause is concluded from others' data, not measured.</param>
public sealed record SignalFreshness(
    SignalGroup Signal,
    FreshnessState State,
    FreshnessCause Cause,
    DateTimeOffset? DueAt,
    DateTimeOffset? DataThrough,
    DateTimeOffset? NextChangeAt,
    bool Inferred = false);
