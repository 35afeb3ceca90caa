namespace Apex.Infrastructure.Storage.Rows;

/// <summary>How a vendor does, as all nodes see it; a vendor that never failed and was never paused has none.</summary>
internal sealed class ProviderHealthRow
{
    public required string Provider { get; set; }

    public long? PausedAt { get; set; }

    public string? PausedBy { get; set; }

    /// <summary>Failed fetches since the last one that succeeded, while the circuit is closed.</summary>
    public int Failures { get; set; }

    /// <summary>For whom they were: up to three connections, with commas.</summary>
    public required string FailedFor { get; set; }

    /// <summary>When the circuit opened first in this trouble; null: it is closed.</summary>
    public long? OpenedAt { get; set; }

    public long? OpenUntil { get; set; }

    /// <summary>How often it has opened in this trouble: the place on the ladder of pauses.</summary>
    public int Opens { get; set; }

    /// <summary>mass_reauth, unavailable or null.</summary>
    public string? Reason { get; set; }

    /// <summary>Of the failure that opened it, such as http_503.</summary>
    public string? Error { get; set; }

    /// <summary>Lease of the one item that finds out whether the vendor is back.</summary>
    public long? ProbeUntil { get; set; }

    public long ProbeFence { get; set; }

    /// <summary>Since then nobody is asked to reconnect, whatever refreshes are answered.</summary>
    public long? BrakedAt { get; set; }

    /// <summary>Refreshes that succeeded since the last refused one, while braked.</summary>
    public int BrakeSuccesses { get; set; }

    /// <summary>Connections that had to be reconnected, by minute: "minute:count", with spaces.</summary>
    public required string RecentFlips { get; set; }

    /// <summary>Raised by every change: a cache never takes an older state for a newer one.</summary>
    public long Revision { get; set; }
}
