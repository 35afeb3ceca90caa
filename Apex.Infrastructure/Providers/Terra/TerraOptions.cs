namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Section <c>Providers:Terra</c>. <c>WebhookSecret</c> is the signing secret of the destination, a third credential beside
/// <c>ClientId</c> (dev-id) and <c>ClientSecret</c> (API key), which only calls to Terra would need.</summary>
internal sealed record TerraOptions : ProviderOptions
{
    public static TerraOptions Read(ProviderSection section) => new()
    {
        Enabled = section.Enabled,
        ClientId = section.Text("ClientId"),
        ClientSecret = section.Text("ClientSecret"),
        WebhookSecret = section.Needed("WebhookSecret"),
    };
}
