namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Section <c>Providers:Oura</c>. <c>ClientSecret</c> signs webhooks and refreshes tokens; <c>WebhookSecret</c> is the verification token
/// of the subscription handshake.</summary>
internal sealed record OuraOptions : ProviderOptions
{
    public static OuraOptions Read(ProviderSection section) => new()
    {
        Enabled = section.Enabled,
        ClientId = section.Needed("ClientId"),
        ClientSecret = section.Needed("ClientSecret"),
        WebhookSecret = section.Needed("WebhookSecret"),
        ApiBaseUrl = section.Address("ApiBaseUrl", "https://api.ouraring.com"),
        AuthBaseUrl = section.Address("AuthBaseUrl", "https://api.ouraring.com"),
    };
}
