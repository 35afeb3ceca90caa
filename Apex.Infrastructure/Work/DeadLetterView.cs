using Apex.Infrastructure.Inbox;

namespace Apex.Infrastructure.Work;

/// <summary>Work that cannot go on by itself.</summary>
/// <param name="Stage">The step that failed: receive, claim, fetch, normalize, store.</param>
/// <param name="Error">Stable key plus JSON path or status; never a value.</param>
/// <param name="Fingerprint">The same for letters with the same cause.</param>
/// <param name="State">open, replayed, discarded, resolved.</param>
public sealed record DeadLetterView(
    long Id,
    string Provider,
    string ExternalUserId,
    string Family,
    string Day,
    string Lane,
    Guid? UserId,
    Guid? ConnectionId,
    string Stage,
    string Error,
    string Fingerprint,
    int Tries,
    int Messages,
    DateTimeOffset CreatedAt,
    string State,
    DateTimeOffset? StateAt,
    string? StateBy,
    long? RunId);

/// <summary>A letter with the messages it speaks of, bodies masked.</summary>
public sealed record DeadLetterStory(DeadLetterView Letter, IReadOnlyList<MaskedMessage> Messages);

/// <summary>Which letters to list; null: all.</summary>
public sealed record DeadLetterFilter(string? State = null, string? Provider = null, Guid? UserId = null, string? Fingerprint = null);
