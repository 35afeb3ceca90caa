namespace Apex.Simulator.Traffic;

/// <summary>How a reply can be broken while the status stays 200.</summary>
public enum BrokenBody
{
    Html,
    Truncated,
    WrongTypes,
}

/// <summary>Something that goes wrong at a vendor. Closed: these are all there are.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    internal abstract bool IsOfWebhooks { get; }

    /// <summary>Something that goes wrong in answering requests.</summary>
    public abstract record Api : Fault
    {
        internal override bool IsOfWebhooks => false;
    }

    /// <summary>Something that goes wrong in delivering webhooks.</summary>
    public abstract record Webhook : Fault
    {
        internal override bool IsOfWebhooks => true;
    }

    public sealed record TooManyRequests(TimeSpan RetryAfter) : Api;

    public sealed record ServerError(int Status = 503) : Api;

    /// <summary>The reply waits on the simulator's clock.</summary>
    public sealed record Slow(TimeSpan Delay) : Api;

    public sealed record WrongJson(BrokenBody How = BrokenBody.Html) : Api;

    public sealed record Unauthorized : Api;

    public sealed record Forbidden : Api;

    /// <summary>410: the vendor has switched the service off.</summary>
    public sealed record Gone : Api;

    /// <summary>Requests by document id answer 404 though lists have the document.</summary>
    public sealed record NotFoundById : Api;

    /// <summary>The vendor does what was asked, then the connection breaks before the reply: the window no client can close.</summary>
    public sealed record LostReply : Api;

    /// <summary>Silence: the webhook is never sent.</summary>
    public sealed record Drop : Webhook;

    /// <summary>Sent <paramref name="Copies"/> times in all.</summary>
    public sealed record Duplicate(int Copies = 2) : Webhook;

    /// <summary>Sent later, on the simulator's clock.</summary>
    public sealed record Late(TimeSpan Delay) : Webhook;

    /// <summary>Kept back until the next webhook of that vendor has been sent.</summary>
    public sealed record OutOfOrder : Webhook;
}
