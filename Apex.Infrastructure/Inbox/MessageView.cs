namespace Apex.Infrastructure.Inbox;

/// <summary>One person's part of one delivery, without its body.</summary>
/// <param name="Kind">notification, push, account.</param>
/// <param name="Day">yyyy-MM-dd, recent, or the content's name for what could not be read.</param>
/// <param name="State">pending, settled, orphan, dead.</param>
public sealed record MessageView(
    long Id,
    string Provider,
    string Kind,
    string ExternalUserId,
    string DataType,
    string? EventType,
    string? ObjectId,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ReceivedAt,
    int BodyBytes,
    string Family,
    string Day,
    long? WorkItemId,
    long Generation,
    string State,
    DateTimeOffset? SettledAt,
    long? RunId);

/// <summary>A message with its body masked: how large, which content, which fields; no values.</summary>
/// <param name="Sha256">Of the body, lower-case hex.</param>
/// <param name="Outline">JSON paths and types, see <see cref="Reading.BodyOutline"/>.</param>
public sealed record MaskedMessage(MessageView Message, string Sha256, IReadOnlyList<string> Outline);

/// <summary>Which messages to list; null: all.</summary>
public sealed record MessageFilter(string? Provider = null, string? State = null, string? ExternalUserId = null, Guid? UserId = null, long? RunId = null);
