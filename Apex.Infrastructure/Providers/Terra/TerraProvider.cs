namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Terra: an aggregator that pushes signed data of many vendors. Names the parts; each has its own file.</summary>
internal sealed class TerraProvider(TerraOptions options, TerraClient client, TerraLinks links) : IDeregisteringProvider, ILinkingProvider
{
    public ProviderTraits Traits { get; } = TerraServices.Traits(options);

    public bool NeedsToken => false;

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => null;

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => TerraSignature.IsAuthentic(request, options, now);

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => TerraWebhook.Split(request, receivedAt);

    public Normalized Normalize(PayloadToNormalize payload) => TerraNormalizer.Normalize(payload);

    public Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct) => client.DeregisterAsync(request, ct);

    public Task<FetchResult> FollowAsync(LinkedDelivery link, CancellationToken ct) => links.FollowAsync(link, ct);
}
