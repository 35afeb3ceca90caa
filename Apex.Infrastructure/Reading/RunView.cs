using Apex.Infrastructure.Inbox;

namespace Apex.Infrastructure.Reading;

/// <summary>One claim of one work item: what was done.</summary>
/// <param name="Outcome">stored, unchanged, orphan, waiting, retry, dead, dropped.</param>
/// <param name="Stage">The step that failed, or null.</param>
/// <param name="Error">Stable key plus JSON path or status.</param>
/// <param name="Requests">HTTP requests sent to the vendor, <paramref name="Bytes"/> what came back.</param>
/// <param name="Drops">Fields left out as unreadable or implausible.</param>
public sealed record RunView(
    long Id,
    long WorkItemId,
    string Provider,
    string ExternalUserId,
    string Family,
    string Day,
    Guid? UserId,
    Guid? ConnectionId,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string Outcome,
    string? Stage,
    string? Error,
    int? HttpStatus,
    int Requests,
    long Bytes,
    int Messages,
    int Records,
    int Drops,
    int DaysChanged);

/// <summary>A run with everything a person can look at next.</summary>
/// <param name="MoreFindings">Findings beyond those kept.</param>
public sealed record RunStory(
    RunView Run,
    IReadOnlyList<RunStepView> Steps,
    IReadOnlyList<FindingView> Findings,
    int MoreFindings,
    IReadOnlyList<MessageView> Messages,
    IReadOnlyList<RawPayloadView> RawPayloads);

/// <param name="Name">A verb of the road.</param>
public sealed record RunStepView(string Name, double Ms);

/// <param name="Path">JSON path, field name or object id; never a value.</param>
public sealed record FindingView(string Path, string Reason);
