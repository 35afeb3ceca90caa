using System.Collections.Concurrent;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Work;

/// <summary>Claims and runs the items of one provider and lane, so that a slow vendor never delays another.</summary>
internal sealed partial class ClaimLoop(
    string provider, string lane, int maxInFlight, Func<ClaimedItem, CancellationToken, Task> run, WorkQueue queue, WorkSignal signal, ApexClock clock, ILogger<ClaimLoop> logger,
    Func<DateTimeOffset?>? closedUntil = null, ProviderGate? gate = null)
{
    private const int MaxPerPerson = 2;
    private static readonly TimeSpan LongestNap = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestNap = TimeSpan.FromMilliseconds(20);

    /// <summary>With nearly all places taken the loop waits so long for more to become free: a claim of one costs as much as a claim of many.</summary>
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(10);

    /// <summary>While something is due that cannot be taken now (its person is busy, another node looks at it); an end of ours wakes the loop anyway.</summary>
    private static readonly TimeSpan BlockedNap = TimeSpan.FromMilliseconds(250);

    // Bounded by maxInFlight. By claim, not by item: a lease that was lost may have been taken again by this very loop.
    private readonly ConcurrentDictionary<(long Id, long Fence), (ClaimedItem Item, Task Task)> _running = new();

    public string Provider => provider;

    public string Lane => lane;

    public int InFlight => _running.Count;

    /// <summary>When the loop last looked for work; readiness asks.</summary>
    public DateTimeOffset LastLookedAt { get; private set; }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                LastLookedAt = clock.Now;
                await GatherAsync(ct);
                var lookedAt = clock.Now;
                if (!await ClaimAsync(ct))
                {
                    // Until an instant and not for a span: what became due while we looked for the next one must not wait a nap longer.
                    var wakeAt = lookedAt + await NapAsync(lookedAt, ct);
                    await signal.WaitAsync(provider, lane, wakeAt - clock.Now, clock, ct);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogLoopFailed(e, provider, lane);
                await clock.Delay(TimeSpan.FromSeconds(1), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(_running.Values.Select(running => running.Task));
    }

    private async Task GatherAsync(CancellationToken ct)
    {
        var since = clock.Time.GetTimestamp();
        while (maxInFlight - _running.Count < maxInFlight / 4 && GatherFor - clock.Time.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
        {
            await signal.WaitAsync(provider, lane, left, clock, ct);
        }
    }

    private async Task<bool> ClaimAsync(CancellationToken ct)
    {
        var free = maxInFlight - _running.Count;
        if (free <= 0 || closedUntil?.Invoke() is not null)
        {
            return false;
        }

        if (gate?.MustProbe(provider) == true)
        {
            return await ClaimProbeAsync(gate, ct);
        }

        var items = await queue.ClaimAsync(provider, lane, free, PerPerson(), MaxPerPerson);
        items.ForEach(item => Start(item, ct));
        return items.Count > 0;
    }

    // After an open circuit's pause one item of all nodes goes first.
    private async Task<bool> ClaimProbeAsync(ProviderGate gate, CancellationToken ct)
    {
        // Looked up first: an idle vendor's lease must not be written again and again.
        if (!(await queue.NextDueAsync(provider, lane, ct) <= clock.NowMs) || await gate.TryProbeAsync(provider) is not { } fence)
        {
            return false;
        }

        if (await queue.ClaimAsync(provider, lane, 1, PerPerson(), MaxPerPerson) is not [var item])
        {
            await gate.EndProbeAsync(provider, fence);
            return false;
        }

        Start(item with { ProbeFence = fence }, ct);
        return true;
    }

    private Dictionary<string, int> PerPerson() => _running.Values.GroupBy(running => running.Item.ExternalUserId, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    private void Start(ClaimedItem item, CancellationToken ct)
    {
        var start = new TaskCompletionSource();
        var task = RunItemAsync(item, start.Task, ct);
        _running[(item.Id, item.Fence)] = (item, task);
        start.SetResult();
    }

    private async Task RunItemAsync(ClaimedItem item, Task registered, CancellationToken ct)
    {
        await registered;
        await Task.Yield();
        using var lease = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var renewing = RenewAsync(item, lease);
        try
        {
            await run(item, lease.Token);
        }
        catch (OperationCanceledException)
        {
            await GiveBackAsync(item);
        }
        catch (StorageUnavailableException e)
        {
            LogStorage(provider, lane, item.Id, e.Message);
        }
        catch (Exception e)
        {
            LogItemFailed(e, provider, lane, item.Id);
        }
        finally
        {
            await lease.CancelAsync();
            await renewing;
            await EndProbeAsync(item);
            _running.TryRemove((item.Id, item.Fence), out _);
            signal.Raise(provider, lane);
        }
    }

    private async Task EndProbeAsync(ClaimedItem item)
    {
        if (item.ProbeFence is not { } fence)
        {
            return;
        }

        try
        {
            await gate!.EndProbeAsync(provider, fence);
        }
        catch (StorageUnavailableException e)
        {
            LogStorage(provider, lane, item.Id, e.Message); // the probe's lease ends by itself
        }
    }

    private async Task RenewAsync(ClaimedItem item, CancellationTokenSource lease)
    {
        while (!lease.IsCancellationRequested)
        {
            await clock.Delay(WorkQueue.Lease / 3, lease.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!lease.IsCancellationRequested && !await queue.RenewAsync(item))
                {
                    await lease.CancelAsync();
                }
            }
            catch (Exception e)
            {
                // The work goes on and the next third of the lease tries again; if the lease is lost after all, the fence refuses what is written.
                LogStorage(provider, lane, item.Id, e.Message);
            }
        }
    }

    // Stopping: somebody else may go on at once. When the lease was lost instead, the fence makes this do nothing.
    private async Task GiveBackAsync(ClaimedItem item)
    {
        try
        {
            await queue.ReleaseAsync(item);
        }
        catch (Exception e)
        {
            LogStorage(provider, lane, item.Id, e.Message);
        }
    }

    private async Task<TimeSpan> NapAsync(DateTimeOffset lookedAt, CancellationToken ct)
    {
        if (closedUntil?.Invoke() is { } until)
        {
            // Looked at again soon: the quota may be corrected, and a virtual clock may jump.
            var closed = until - lookedAt;
            return closed > LongestNap ? LongestNap : closed < ShortestNap ? ShortestNap : closed;
        }

        if (_running.Count >= maxInFlight || await queue.NextDueAsync(provider, lane, ct) is not { } dueAt)
        {
            return LongestNap;
        }

        var nap = TimeSpan.FromMilliseconds(Math.Max(0, dueAt - lookedAt.ToUnixTimeMilliseconds()));
        var shortest = nap == TimeSpan.Zero ? BlockedNap : ShortestNap;
        return nap < shortest ? shortest : nap > LongestNap ? LongestNap : nap;
    }

    [LoggerMessage(2010, LogLevel.Error, "The claim loop of {Provider}/{Lane} failed and goes on in a second")]
    private partial void LogLoopFailed(Exception e, string provider, string lane);

    [LoggerMessage(2011, LogLevel.Warning, "{Provider}/{Lane} item {Item} waits for its lease to end: {Reason}")]
    private partial void LogStorage(string provider, string lane, long item, string reason);

    [LoggerMessage(2012, LogLevel.Error, "{Provider}/{Lane} item {Item} ended with an unexpected error; it comes back when its lease ends")]
    private partial void LogItemFailed(Exception e, string provider, string lane, long item);
}
