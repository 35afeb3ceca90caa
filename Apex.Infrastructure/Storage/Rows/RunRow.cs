namespace Apex.Infrastructure.Storage.Rows;

/// <summary>One claim of one work item: what was done and found. Kept 14 days.</summary>
internal sealed class RunRow
{
    public long Id { get; set; }

    public long WorkItemId { get; set; }

    public required string Provider { get; set; }

    public required string ExternalUserId { get; set; }

    public required string Family { get; set; }

    public required string Day { get; set; }

    public Guid? UserId { get; set; }

    public Guid? ConnectionId { get; set; }

    public long StartedAt { get; set; }

    public long EndedAt { get; set; }

    /// <summary>stored, unchanged, orphan, waiting, retry, dead, dropped.</summary>
    public required string Outcome { get; set; }

    /// <summary>The step that failed, or null.</summary>
    public string? Stage { get; set; }

    public string? Error { get; set; }

    public int? HttpStatus { get; set; }

    public int Requests { get; set; }

    public long Bytes { get; set; }

    public int Messages { get; set; }

    public int Records { get; set; }

    public int Drops { get; set; }

    public int DaysChanged { get; set; }

    /// <summary>Steps and findings as one JSON value.</summary>
    public required string Detail { get; set; }
}
