using Apex.Infrastructure;
using Apex.Infrastructure.Publishing;

namespace Apex.Web.Screens;

/// <summary>Takes events off a feed one by one, with a time-out, and without losing the one that was being waited for.</summary>
internal sealed class ChangeInbox(IAsyncEnumerator<FeedEvent> events)
{
    private Task<bool>? _next;

    /// <summary>Until a change that matters has come, which it adds, or the time is over.</summary>
    public async Task WaitAsync(List<FeedEvent> into, Func<FeedEvent, bool> matters, TimeSpan atMost, ApexClock clock, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var timeUp = clock.Delay(atMost, stop.Token);
        while (into.Count == 0)
        {
            _next ??= events.MoveNextAsync().AsTask();
            if (await Task.WhenAny(_next, timeUp) == timeUp)
            {
                break;
            }

            TakeReady(into, matters);
        }

        await stop.CancelAsync();
        ct.ThrowIfCancellationRequested();
    }

    /// <summary>Whatever lies there; never waits.</summary>
    public void TakeReady(List<FeedEvent> into, Func<FeedEvent, bool> matters)
    {
        while ((_next ??= events.MoveNextAsync().AsTask()) is { IsCompletedSuccessfully: true, Result: true })
        {
            if (matters(events.Current))
            {
                into.Add(events.Current);
            }

            _next = null;
        }
    }
}
