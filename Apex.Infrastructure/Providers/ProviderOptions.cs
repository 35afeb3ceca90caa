namespace Apex.Infrastructure.Providers;

/// <summary>What every vendor's section <c>Providers:&lt;Name&gt;</c> holds; a vendor adds its own keys in its <c>XOptions</c>.</summary>
internal abstract record ProviderOptions
{
    public bool Enabled { get; init; }

    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>What proves a webhook where the client secret does not: verification token, path secret or signing secret.</summary>
    public string WebhookSecret { get; init; } = "";

    /// <summary>Without a trailing slash; empty for vendors that only push.</summary>
    public string ApiBaseUrl { get; init; } = "";

    /// <summary>Without a trailing slash; empty for vendors that only push.</summary>
    public string AuthBaseUrl { get; init; } = "";

    // A record prints its members; these must never reach a log by way of string interpolation.
    public sealed override string ToString() => GetType().Name;
}
