namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Section <c>Providers:Terra</c>. <c>WebhookSecret</c> is the signing secret of the destination, a third credential beside
/// <c>ClientId</c> (dev-id) and <c>ClientSecret</c> (API key), which only calls to Terra need (deregistration). <c>PayloadHosts</c>: where large
/// payloads may be fetched from.</summary>
internal sealed record TerraOptions : ProviderOptions
{
    /// <summary>Where Terra puts large payloads (docs.tryterra.co, SQS destination, read 2026-11-22).</summary>
    private const string VendorsHost = "storage.googleapis.com";

    public required LinkHosts PayloadHosts { get; init; }

    public static TerraOptions Read(ProviderSection section) => new()
    {
        Enabled = section.Enabled,
        ClientId = section.Text("ClientId"),
        ClientSecret = section.Text("ClientSecret"),
        WebhookSecret = section.Needed("WebhookSecret"),
        ApiBaseUrl = section.Address("ApiBaseUrl", "https://access.tryterra.co/api/v2"),
        PayloadHosts = section.Hosts("PayloadHosts", VendorsHost),
    };
}
