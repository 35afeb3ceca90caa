using System.Globalization;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Follows the links of s3_payload events. Whoever can sign as Terra names the address: it must lead to a host of the allow list.</summary>
internal sealed class TerraLinks(ProviderHttp http, TerraOptions options)
{
    /// <summary>The cap of a pushed body; it is the same event, only taken another way.</summary>
    public const int MaxBytes = TerraServices.MaxBodyBytes;

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    /// <remarks>{ "status": "success", "type": "s3_payload", "url": "https://storage.googleapis.com/terra-services-p-bkt-payloads/…", "expires_in": 600,
    /// "payload_reference": "…" } (docs.tryterra.co, SQS destination)</remarks>
    public async Task<FetchResult> FollowAsync(LinkedDelivery link, CancellationToken ct)
    {
        if (ReadAddress(link.Body) is not { } address)
        {
            return new FetchResult.Broken("url_invalid at $.url", []);
        }

        if (!options.PayloadHosts.Allows(address))
        {
            return new FetchResult.Broken("host_not_allowed at $.url", []);
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var reply = await http.SendAsync(request, ct);
        return Failure(reply) ?? Deliver(link, reply);
    }

    private static Uri? ReadAddress(ReadOnlyMemory<byte> body)
    {
        if (!BoundedJson.TryParse(body, out var document, out _))
        {
            return null;
        }

        using (document)
        {
            return document.RootElement.ValueKind == System.Text.Json.JsonValueKind.Object
                && Uri.TryCreate(new FieldReader(document.RootElement, "$", new DropList()).Text("url"), UriKind.Absolute, out var address)
                ? address
                : null;
        }
    }

    // Nobody's token is involved: 401 and 403 are the store's words for a link that has expired, and the error's text is not worth keeping.
    private static FetchResult? Failure(HttpReply reply) => reply switch
    {
        { Error: null, Status: >= 300 and < 400 } => new FetchResult.Broken("link_redirects", []) { HttpStatus = reply.Status, Requests = 1 },
        { Error: null, Status: >= 400 and < 500 and not 408 and not 429 } => new FetchResult.Broken($"link_http_{reply.Status}", []) { HttpStatus = reply.Status, Requests = 1 },
        _ => reply.ToFailure(LinkedDelivery.Family) is { } failure ? failure with { Requests = 1 } : null,
    };

    private static FetchResult Deliver(LinkedDelivery link, HttpReply reply)
    {
        // Repeats of the link were dropped by its own key; without keys of their own its elements can be taken in again when a person replays it.
        var envelope = TerraWebhook.Split(new WebhookRequest("POST", null, name => HeaderOf(link, name), _ => null, reply.Body), link.ReceivedAt);
        return envelope.Messages.Any(message => message.Family == LinkedDelivery.Family)
            ? new FetchResult.Broken("link_to_a_link at $.type", []) { HttpStatus = reply.Status, Requests = 1 }
            : new FetchResult.Delivered(envelope, reply.Body.Length) { HttpStatus = reply.Status, Requests = 1 };
    }

    private static string? HeaderOf(LinkedDelivery link, string name) =>
        name == TerraWebhook.OrderingHeader ? link.OrderAtMs?.ToString(CultureInfo.InvariantCulture) : null;
}
