namespace Apex.Infrastructure.Providers;

/// <summary>How one vendor request ended: an answer with its status, or an <see cref="Error"/> instead of one.</summary>
/// <param name="SentAt">Taken right before sending.</param>
/// <param name="Error">Stable key: timeout, connection_failed, response_too_large; null when the answer was read whole.</param>
internal sealed record HttpReply(int? Status, ReadOnlyMemory<byte> Body, DateTimeOffset SentAt, DateTimeOffset? RetryAt, string? Error)
{
    /// <summary>The <see cref="Error"/> of a request that was not sent for want of a permit; <see cref="RetryAt"/> says when there may be one.</summary>
    public const string NoQuota = "no_quota";

    public bool IsSuccess => Error is null && Status is >= 200 and < 300;

    /// <summary>Null for a readable 2xx. 404 is the caller's to judge: for one object it is no failure.</summary>
    public FetchResult? ToFailure(string kind) => this switch
    {
        { IsSuccess: true } => null,
        { Error: NoQuota, RetryAt: { } retryAt } => new FetchResult.NoQuota(retryAt),
        { Error: "response_too_large" } => new FetchResult.Broken(Error, []) { HttpStatus = Status },
        { Error: not null } => new FetchResult.Unavailable(Error, null) { HttpStatus = Status },
        { Status: 401 } => new FetchResult.Unauthorized { HttpStatus = Status },
        { Status: 403 } => new FetchResult.Forbidden { HttpStatus = Status },
        { Status: 410 } => new FetchResult.Gone { HttpStatus = Status },
        { Status: 429 } => new FetchResult.Throttled(RetryAt) { HttpStatus = Status },
        { Status: 408 or >= 500 } => new FetchResult.Unavailable($"http_{Status}", RetryAt) { HttpStatus = Status },
        _ => new FetchResult.Broken($"http_{Status}", [new RawPayload(kind, Body, SentAt)]) { HttpStatus = Status },
    };
}
