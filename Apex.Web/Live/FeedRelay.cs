using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Live;

/// <summary>From the in-process feed to the outboxes of those who follow, coalesced per person and read once for all of them.</summary>
internal sealed partial class FeedRelay(MetricsFeed feed, LiveSubscriptions subscriptions, LiveReader reader, ILogger<FeedRelay> logger) : BackgroundService
{
    // System time: it paces traffic, not days.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly PendingChanges _pending = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = feed.SubscribeAsync(stoppingToken); // before the first request can subscribe
        return Task.WhenAll(
            Task.Run(() => CollectAsync(changes), CancellationToken.None),
            Task.Run(() => RelayAsync(stoppingToken), CancellationToken.None));
    }

    private async Task CollectAsync(IAsyncEnumerable<FeedEvent> changes)
    {
        await foreach (var change in changes)
        {
            _pending.Add(change);
        }
    }

    private async Task RelayAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var (people, deadLetters) = await _pending.TakeAsync(ct);
                foreach (var (userId, days) in people)
                {
                    await RelayAsync(userId, days, ct);
                }

                if (deadLetters)
                {
                    await RelayDeadLettersAsync(ct);
                }

                await Task.Delay(Pace, ct);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(failure); // clients hear of it with the next change, or when they subscribe again
                await Task.Delay(Pace, ct);
            }
        }
    }

    private async Task RelayAsync(Guid userId, HashSet<DateOnly> days, CancellationToken ct)
    {
        if (subscriptions.FollowersOf(userId) is { Count: > 0 } followers && await reader.ChangeAsync(userId, days, ct) is { } change)
        {
            foreach (var follower in followers)
            {
                follower.Put(change);
            }
        }
    }

    private async Task RelayDeadLettersAsync(CancellationToken ct)
    {
        if (subscriptions.Fleet() is { Count: > 0 } followers)
        {
            var fleet = await reader.FleetAsync(ct);
            foreach (var follower in followers)
            {
                follower.Put(new DeadLetterChange(fleet.Revision, fleet.OpenDeadLetters));
            }
        }
    }

    [LoggerMessage(4050, LogLevel.Error, "Changes could not be passed to live clients")]
    private partial void LogFailed(Exception failure);
}
