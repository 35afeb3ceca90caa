namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>Garmin Health API: pushes whole records of many people, unsigned, and is never asked for data. Names the parts; each has its own file.</summary>
internal sealed class GarminProvider(GarminOptions options, GarminClient client) : IRefreshingProvider, IDeregisteringProvider
{
    public ProviderTraits Traits { get; } = GarminServices.Traits(options);

    public bool NeedsToken => true;

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => null;

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => GarminWebhook.IsAuthentic(request, options);

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => GarminWebhook.Split(request.Body, receivedAt);

    public Normalized Normalize(PayloadToNormalize payload) => GarminNormalizer.Normalize(payload);

    public Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct) => client.RefreshAsync(refreshToken, ct);

    public Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct) => client.DeregisterAsync(request, ct);
}
