using Apex.Infrastructure.Providers;
using Apex.Tests.Support;

namespace Apex.Tests.Freshness;

/// <summary>A scripted vendor that is never asked.</summary>
internal sealed class PushOnlyProvider(ScriptedProvider scripted) : IProvider
{
    public ProviderTraits Traits => scripted.Traits;

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => scripted.TryAnswerHandshake(request);

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => scripted.IsAuthentic(request, now);

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => scripted.Split(request, receivedAt);

    public Normalized Normalize(PayloadToNormalize payload) => scripted.Normalize(payload);
}
