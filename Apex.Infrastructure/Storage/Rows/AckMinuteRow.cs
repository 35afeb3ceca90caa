namespace Apex.Infrastructure.Storage.Rows;

/// <summary>Answers a vendor heard in one minute, of one kind and about as fast. Kept 14 days.</summary>
internal sealed class AckMinuteRow
{
    public required string Provider { get; set; }

    /// <summary>Start of the minute.</summary>
    public long MinuteAt { get; set; }

    /// <summary>accepted (2xx), refused (4xx), unavailable (503).</summary>
    public required string Answer { get; set; }

    /// <summary>The bound of AckScale it kept; the largest integer: none.</summary>
    public int WithinMs { get; set; }

    public long Times { get; set; }

    public int SlowestMs { get; set; }

    public long LastAt { get; set; }
}
