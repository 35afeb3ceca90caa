using Apex.Domain.Metrics;
using Apex.Domain.Quota;
using Apex.Infrastructure.Providers;

namespace Apex.Bench.Hosting;

/// <summary>A vendor that is planned for and never called.</summary>
internal sealed class BenchVendor : IPullProvider
{
    public const string Name = "bench";

    public ProviderTraits Traits { get; } = new()
    {
        Name = Name,
        DisplayName = Name,
        Enabled = true,
        Signals = Enum.GetValues<SignalGroup>(),
        Quota = [new QuotaWindow("app", int.MaxValue / 2, TimeSpan.FromMinutes(5)), new QuotaWindow("day", int.MaxValue / 2, TimeSpan.FromDays(1))],
    };

    public PollFamilies? Polls { get; } = new("sleep", null, MaxSleepCalls: 2);

    public ReconcileQuestion? Reconcile { get; } = new("reconcile", DaysBefore: 3);

    public HandshakeReply? TryAnswerHandshake(WebhookRequest request) => throw new NotSupportedException();

    public bool IsAuthentic(WebhookRequest request, DateTimeOffset now) => throw new NotSupportedException();

    public Envelope Split(WebhookRequest request, DateTimeOffset receivedAt) => throw new NotSupportedException();

    public Normalized Normalize(PayloadToNormalize payload) => throw new NotSupportedException();

    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken ct) => throw new NotSupportedException();

    public Task<RefreshResult> RefreshAsync(string refreshToken, CancellationToken ct) => throw new NotSupportedException();
}
