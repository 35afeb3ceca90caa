namespace Apex.Simulator.Traffic;

/// <summary>One webhook, signed and ready; sending it twice is the same delivery twice.</summary>
/// <param name="Vendor">Who sends.</param>
/// <param name="Path">Relative to the target, such as <c>/api/webhooks/oura</c>.</param>
/// <param name="Headers">Without <c>Content-Type</c>, which is <c>application/json</c>.</param>
/// <param name="Body">Exact bytes the signature covers.</param>
/// <param name="PersonId">Whose news; null when a body mixes people.</param>
public sealed record WebhookDelivery(
    Vendor Vendor, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, string? PersonId)
{
    public HttpRequestMessage ToRequest(Uri targetBaseUrl)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, targetBaseUrl.AbsoluteUri.TrimEnd('/') + Path)
        {
            Content = new ByteArrayContent(Body) { Headers = { ContentType = new("application/json") } },
        };
        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
