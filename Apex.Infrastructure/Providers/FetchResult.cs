namespace Apex.Infrastructure.Providers;

/// <summary>What a fetch is about: one family and day of one person, for all notices pending at claim.</summary>
/// <param name="Day">yyyy-MM-dd or "recent".</param>
internal sealed record FetchRequest(
    string Family,
    string Day,
    string ExternalUserId,
    string AccessToken,
    string TimeZone,
    IReadOnlyList<Notice> Notices)
{
    /// <summary>Of a backfill: the first day wanted; <see cref="Day"/> is the last.</summary>
    public DateOnly? FirstDay { get; init; }

    /// <summary>Every request of the fetch takes one first.</summary>
    public required TakePermit Permit { get; init; }
}

/// <summary>One pending notification of the item.</summary>
internal sealed record Notice(string DataType, string? EventType, string? ObjectId, DateTimeOffset? OccurredAt);

/// <summary>One vendor reply, kept raw before it is parsed.</summary>
/// <param name="Kind">Names the shape for the normalizer, e.g. "sleep" or "sleep/{id}".</param>
/// <param name="SentAt">When the request was sent: the version of records that carry no update instant.</param>
internal sealed record RawPayload(string Kind, ReadOnlyMemory<byte> Body, DateTimeOffset SentAt);

/// <summary>How a fetch ended. Expected failures are values; one ladder settles them for all vendors.</summary>
internal abstract record FetchResult
{
    private FetchResult()
    {
    }

    /// <summary>HTTP status of the last request, or null when none was answered.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Vendor requests sent, refused ones included.</summary>
    public int Requests { get; init; }

    public sealed record Fetched(IReadOnlyList<RawPayload> Payloads) : FetchResult
    {
        /// <summary>Objects a notice named that the vendor does not have (yet): worth asking again later.</summary>
        public IReadOnlyList<string> MissingObjects { get; init; } = [];

        /// <summary>Objects the payloads hold.</summary>
        public IReadOnlySet<(string DataType, string ObjectId)> Read { get; init; } = new HashSet<(string, string)>();
    }

    /// <summary>The answer is a delivery of its own: what it holds goes in as if it had been pushed.</summary>
    public sealed record Delivered(Envelope Envelope, int Bytes) : FetchResult;

    /// <summary>429. Not counted as a failure. Null: the vendor named no instant.</summary>
    public sealed record Throttled(DateTimeOffset? RetryAt) : FetchResult;

    /// <summary>Our own ledger says that the vendor's quota is used up until then; nothing was sent.</summary>
    public sealed record NoQuota(DateTimeOffset RetryAt) : FetchResult;

    /// <summary>401 with the token given.</summary>
    public sealed record Unauthorized : FetchResult;

    /// <summary>403: scope missing or membership lapsed; the connection stays.</summary>
    public sealed record Forbidden : FetchResult;

    /// <summary>5xx, time-out, connection refused.</summary>
    public sealed record Unavailable(string Error, DateTimeOffset? RetryAt) : FetchResult;

    /// <summary>410: the vendor has ended this API.</summary>
    public sealed record Gone : FetchResult;

    /// <summary>An answer that can never become right by asking again in the same way (400, 422, not JSON at all).</summary>
    public sealed record Broken(string Error, IReadOnlyList<RawPayload> Payloads) : FetchResult;
}

/// <summary>How a token refresh ended.</summary>
internal abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    public sealed record Refreshed(string AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt, string? Scopes) : RefreshResult;

    /// <summary>invalid_grant: only the person can help.</summary>
    public sealed record Refused : RefreshResult;

    /// <summary>invalid_client, 429, 5xx, time-out: the provider's or our trouble, never the person's.</summary>
    public sealed record Unavailable(string Error, DateTimeOffset? RetryAt) : RefreshResult
    {
        /// <summary>The request may have reached the vendor (time-out, connection lost): the token may be spent.</summary>
        public bool ReplyUnknown { get; init; }
    }
}
