namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Section <c>Providers:Oura</c>. <c>ClientSecret</c> signs webhooks and refreshes tokens; <c>WebhookSecret</c> is the verification token
/// of the subscription handshake.</summary>
internal sealed record OuraOptions : ProviderOptions
{
    /// <summary>What Oura has granted this application; more than the usual limit only by agreement with them.</summary>
    public int RequestsPer5Minutes { get; init; } = OuraLimits.RequestsPer5Minutes;

    public static OuraOptions Read(ProviderSection section) => new()
    {
        Enabled = section.Enabled,
        ClientId = section.Needed("ClientId"),
        ClientSecret = section.Needed("ClientSecret"),
        WebhookSecret = section.Needed("WebhookSecret"),
        RequestsPer5Minutes = section.Count("RequestsPer5Minutes", OuraLimits.RequestsPer5Minutes),
        ApiBaseUrl = section.Address("ApiBaseUrl", "https://api.ouraring.com"),
        AuthBaseUrl = section.Address("AuthBaseUrl", "https://api.ouraring.com"),
    };
}
