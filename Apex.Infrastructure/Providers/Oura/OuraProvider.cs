namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Oura API v2: notifies by webhook, is asked for the data. Names the parts; each has its own file.</summary>
internal sealed class OuraProvider(OuraOptions options, OuraClient client) : IPullProvider, IDeregisteringProvider
{
    public ProviderTraits Traits { get; } = OuraServices.Traits(options);

    public bool NeedsToken => true;

    public ReconcileQuestion? Reconcile { get; } = new(OuraClient.ReconcileFamily, OuraLimits.ReconcileDaysBefore);

    public BackfillQuestion? Backfill { get; } = new(OuraLimits.BackfillDaysPerItem, OuraLimits.MaxBackfillOnConnectDays, OuraLimits.MaxBackfillDaysBack);

    public PollFamilies? Polls { get; } = new(OuraPayloads.Sleep, OuraPayloads.DailyActivity, OuraLimits.MaxSleepPolls);

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => OuraWebhook.TryAnswerHandshake(request, options);

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => OuraWebhook.IsAuthentic(request, options, now);

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => OuraWebhook.Split(request.Body, receivedAt);

    public Normalized Normalize(PayloadToNormalize payload) => OuraNormalizer.Normalize(payload);

    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct) => client.FetchAsync(request, ct);

    public IReadOnlyList<(string Family, string Day)> Siblings(string family, string day) => OuraClient.Siblings(family, day);

    public Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct) => client.RefreshAsync(refreshToken, ct);

    public Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct) => client.RevokeAsync(request, ct);
}
