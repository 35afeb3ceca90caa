namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>Section <c>Providers:Garmin</c>. <c>WebhookSecret</c> is the last segment of the address given to Garmin's endpoint tool: Garmin does not
/// sign. Where <c>ClientId</c> is set, the header garmin-client-id must equal it; with <c>ClientSecret</c> it renews the token a deregistration needs.</summary>
internal sealed record GarminOptions : ProviderOptions
{
    public static GarminOptions Read(ProviderSection section) => new()
    {
        Enabled = section.Enabled,
        ClientId = section.Text("ClientId"),
        ClientSecret = section.Text("ClientSecret"),
        WebhookSecret = section.NeededPathSecret("WebhookSecret"),
        ApiBaseUrl = section.Address("ApiBaseUrl", "https://apis.garmin.com"),
        AuthBaseUrl = section.Address("AuthBaseUrl", "https://diauth.garmin.com"),
    };
}
