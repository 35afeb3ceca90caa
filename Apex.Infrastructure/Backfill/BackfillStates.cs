namespace Apex.Infrastructure.Backfill;

/// <summary>States of a backfill and of its chunks as stored and shown.</summary>
public static class BackfillStates
{
    public const string Planned = "planned";
    public const string Running = "running";
    public const string Done = "done";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>Of a chunk: not settled yet.</summary>
    public const string Pending = "pending";
}
