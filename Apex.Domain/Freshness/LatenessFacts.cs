namespace Apex.Domain.Freshness;

/// <summary>What is known about the way of one datum that is, or was, late. Null instants: has not happened, or nobody says.</summary>
public sealed record LatenessFacts
{
    /// <summary>The phenomenon was complete.</summary>
    public required DateTimeOffset EventAt { get; init; }

    /// <summary>Available by then counts as in time.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required DateTimeOffset Now { get; init; }

    public DateTimeOffset? DeviceSyncedAt { get; init; }

    public DateTimeOffset? VendorUpdatedAt { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? AvailableAt { get; init; }

    /// <summary>The person withdrew access.</summary>
    public bool IsRevoked { get; init; }

    /// <summary>A token refresh of ours failed, or a poll of ours was skipped.</summary>
    public bool WeFailed { get; init; }

    /// <summary>The vendor pushes, so that the way from its update to us is its own.</summary>
    public bool VendorDelivers { get; init; }

    /// <summary>The vendor has said that it has trouble.</summary>
    public bool VendorIncident { get; init; }

    /// <summary>The vendor says when the device synced.</summary>
    public bool ExposesDeviceSync { get; init; }

    /// <summary>Others of this vendor arrive as ever, and nothing of this person came or was there when asked.</summary>
    public bool OnlyThisPersonIsMissing { get; init; }
}
