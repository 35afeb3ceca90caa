namespace Apex.Infrastructure.Providers;

/// <summary>How telling a vendor that a person has left ended. Errors are stable keys, never a value.</summary>
internal abstract record DeregisterResult
{
    private DeregisterResult()
    {
    }

    /// <summary>The vendor has let go of the person, or does not know them any more.</summary>
    public sealed record Done : DeregisterResult;

    /// <summary>401 with the token given: a newer one may do.</summary>
    public sealed record Unauthorized : DeregisterResult;

    /// <summary>429. Not counted as a failure.</summary>
    public sealed record Throttled(DateTimeOffset? RetryAt) : DeregisterResult;

    /// <summary>5xx, time-out, connection refused.</summary>
    public sealed record Unavailable(string Error, DateTimeOffset? RetryAt) : DeregisterResult;

    /// <summary>Asking again in the same way cannot help.</summary>
    public sealed record Impossible(string Error) : DeregisterResult;

    public static DeregisterResult Of(HttpReply reply) => reply switch
    {
        { IsSuccess: true } or { Error: null, Status: 404 or 410 } => new Done(),
        { Error: not null } => new Unavailable(reply.Error, reply.RetryAt),
        { Status: 401 } => new Unauthorized(),
        { Status: 429 } => new Throttled(reply.RetryAt),
        { Status: 408 or >= 500 } => new Unavailable($"http_{reply.Status}", reply.RetryAt),
        _ => new Impossible($"http_{reply.Status}"),
    };
}
