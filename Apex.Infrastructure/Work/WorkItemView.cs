namespace Apex.Infrastructure.Work;

/// <summary>One thing to do, as long as it is not done.</summary>
/// <param name="Lane">fetch or data.</param>
/// <param name="Class">Why it exists: notification, manual, gap_check, poll, backfill.</param>
/// <param name="State">running (leased), waiting (put back, see <paramref name="WaitReason"/>) or due.</param>
/// <param name="DueAt">When it is tried next; while it runs, when its lease ends.</param>
/// <param name="Wanted">How often it was asked for; <paramref name="Claimed"/>: up to which the last claim looked.</param>
public sealed record WorkItemView(
    long Id,
    string Provider,
    string ExternalUserId,
    string Family,
    string Day,
    string Lane,
    string Class,
    string State,
    DateTimeOffset DueAt,
    long Wanted,
    long Claimed,
    int Tries,
    int LostLeases,
    int Waits,
    string? WaitReason,
    string? LastError,
    DateTimeOffset CreatedAt);

/// <summary>Which items to list; null: all.</summary>
/// <param name="State">running, waiting or due.</param>
public sealed record WorkItemFilter(string? Provider = null, string? State = null, string? ExternalUserId = null, Guid? UserId = null);
