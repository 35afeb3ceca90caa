using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads the road as it stands. Every query looks at a bounded number of rows.</summary>
public sealed class OverviewReader
{
    private const int Outages = 5;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly AckLog _acks;
    private readonly MetricsFeed _feed;

    internal OverviewReader(ApexStorage storage, ApexClock clock, ProviderRegistry providers, AckLog acks, MetricsFeed feed) =>
        (_storage, _clock, _providers, _acks, _feed) = (storage, clock, providers, acks, feed);

    public Task<RoadOverview> ReadAsync(CancellationToken ct) => _storage.ReadAsync(ReadAsync, ct);

    /// <summary>Open dead letters by cause, the most frequent first.</summary>
    public Task<(IReadOnlyList<DeadLetterIssue> Issues, BoundedCount Count)> DeadLettersAsync(CancellationToken ct) =>
        _storage.ReadAsync(OverviewSql.DeadLettersAsync, ct);

    private async Task<RoadOverview> ReadAsync(DbSession session)
    {
        var now = _clock.Now;
        var received = await OverviewSql.ReceivedAsync(session, now);
        var (pending, oldestPendingAt) = await OverviewSql.PendingAsync(session);
        var (runs, runsAreCut) = await OverviewSql.RunsAsync(session, now);
        var (issues, letters) = await OverviewSql.DeadLettersAsync(session);
        return new()
        {
            Now = now,
            Received = BoundedCount.Of(received.Sum(vendor => vendor.LastMinute)),
            Refused = _providers.All.Sum(provider => Refused(provider.Traits.Name)),
            Pending = pending,
            OldestPendingAt = oldestPendingAt,
            Queue = await OverviewSql.QueueAsync(session, now),
            Runs = runs,
            RunsAreCut = runsAreCut,
            DeadLetters = issues,
            OpenDeadLetters = letters,
            Listeners = _feed.Readers,
            Providers = await ProvidersAsync(session, received, now),
            Outages = await OverviewSql.OutagesAsync(session, Outages),
            Starts = await OverviewSql.StartsAsync(session, Outages),
        };
    }

    private async Task<List<ProviderCard>> ProvidersAsync(DbSession session, IReadOnlyList<ReceivedFrom> received, DateTimeOffset now)
    {
        var cards = new List<ProviderCard>();
        foreach (var traits in _providers.All.Select(provider => provider.Traits).OrderBy(traits => !traits.Enabled).ThenBy(traits => traits.DisplayName))
        {
            var statuses = await OverviewSql.ConnectionsAsync(session, traits.Name, now);
            cards.Add(new(
                traits.Name,
                traits.DisplayName,
                traits.Enabled,
                received.FirstOrDefault(vendor => vendor.Provider == traits.Name)?.LastAt,
                statuses.Max(status => status.LastStoredAt),
                statuses.Max(status => status.ThrottledUntil),
                statuses.ToDictionary(status => status.Status, status => BoundedCount.Of(status.Count)),
                Refused(traits.Name)));
        }

        return cards;
    }

    private long Refused(string provider) => Interlocked.Read(ref _acks.Of(provider).Refused);
}
