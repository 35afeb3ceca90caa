using System.Collections.Concurrent;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Gate;

/// <summary>
/// May a vendor be asked now? Answers from memory, so that a claim costs no read; what it knows is every node's (<see cref="GateRefresh"/> reads it again every
/// few seconds), and what it learns is written at once.
/// </summary>
internal sealed partial class ProviderGate(ApexStorage storage, ApexClock clock, WorkSignal signal, MetricsFeed feed, ILogger<ProviderGate> logger)
{
    // Bounded by providers.
    private readonly ConcurrentDictionary<string, ProviderHealth> _known = new(StringComparer.Ordinal);

    // Bounded by providers: whose circuit has moved since the people behind it were last told.
    private readonly ConcurrentDictionary<string, bool> _moved = new(StringComparer.Ordinal);

    public ProviderHealth Of(string provider) => _known.TryGetValue(provider, out var health) ? health : new(provider);

    /// <summary>Until when its fetch lane is not claimed; null: it may be. Paused: until somebody resumes it.</summary>
    public DateTimeOffset? ClosedUntil(string provider)
    {
        var health = Of(provider);
        return health switch
        {
            { PausedAt: not null } => DateTimeOffset.MaxValue,
            { OpenUntil: null } => null,
            { OpenUntil: { } until } when until > clock.Now => until,
            { ProbeUntil: { } until } when until > clock.Now => until,
            _ => null,
        };
    }

    /// <summary>The pause is over: one item goes first.</summary>
    public bool MustProbe(string provider) => Circuit.IsHalfOpen(Of(provider), clock.Now);

    /// <returns>The probe's fence; null: another node has it, or there is nothing to find out any more.</returns>
    public async Task<long?> TryProbeAsync(string provider)
    {
        var now = clock.Now;
        var (before, after) = await ChangeAsync(provider, health => Circuit.Probe(health, now));
        return after.ProbeFence > before.ProbeFence ? after.ProbeFence : null;
    }

    /// <summary>The probing item is done; without effect when it has reported.</summary>
    public Task EndProbeAsync(string provider, long fence) => ChangeAsync(provider, health => Circuit.ProbeEnded(health, fence));

    /// <param name="whose">The connection that was asked for.</param>
    public Task ReportAsync(ClaimedItem item, string whose, VendorSign sign, string error)
    {
        var now = clock.Now;
        return (sign, item.ProbeFence) switch
        {
            (VendorSign.Failed or VendorSign.CannotRefresh, { } fence) => ChangeAsync(item.Provider, health => Circuit.ProbeFailed(health, fence, error, now)),
            (VendorSign.Succeeded or VendorSign.Answered, { } fence) => ChangeAsync(item.Provider, health => Circuit.ProbeSucceeded(health, fence)),
            (VendorSign.Failed, null) => ChangeAsync(item.Provider, health => Circuit.Fail(health, whose, error, now)),
            // Success is the rule and writes nothing; failures another node has counted are known here some seconds later.
            (VendorSign.Succeeded, null) when Of(item.Provider).Failures > 0 => ChangeAsync(item.Provider, Circuit.Succeed),
            _ => Task.CompletedTask,
        };
    }

    /// <param name="alsoDo">In the same transaction, with what the state has become.</param>
    public async Task<(ProviderHealth Before, ProviderHealth After)> ChangeAsync(
        string provider, Func<ProviderHealth, ProviderHealth> change, Func<DbSession, ProviderHealth, Task>? alsoDo = null)
    {
        var (before, after) = await storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            var changed = await HealthRows.ChangeAsync(session, provider, change);
            await (alsoDo?.Invoke(session, changed.After) ?? Task.CompletedTask);
            return changed;
        });
        Tell(before, after);
        Take(after);
        return (before, after);
    }

    /// <summary>Reads what all nodes have written, and tells the people whose waiting has begun, moved or ended.</summary>
    public async Task RefreshAsync(CancellationToken ct)
    {
        foreach (var health in await storage.ReadAsync(HealthRows.AllAsync, ct))
        {
            Take(health);
        }

        foreach (var provider in _moved.Keys)
        {
            _moved.TryRemove(provider, out _);
            var people = await storage.ReadAsync(session => WaitingPeople.OfAsync(session, provider), ct);
            people.ForEach(person => feed.Publish(new FeedEvent.PersonChanged(person)));
        }
    }

    private void Take(ProviderHealth health)
    {
        var old = Of(health.Provider);
        var now = _known.AddOrUpdate(health.Provider, health, (_, known) => known.Revision > health.Revision ? known : health);
        if (now.OpenUntil != old.OpenUntil)
        {
            _moved[health.Provider] = true;
        }

        if (now.Revision != old.Revision && ClosedUntil(health.Provider) is null)
        {
            signal.Raise(health.Provider, Lanes.Fetch);
        }
    }

    private void Tell(ProviderHealth before, ProviderHealth after)
    {
        switch (before.OpenUntil, after.OpenUntil)
        {
            case (null, { } until):
                LogOpened(after.Provider, until, after.Error);
                break;
            case ({ } was, { } until) when was != until:
                LogStillDown(after.Provider, until, after.Error);
                break;
            case ({ }, null):
                LogClosed(after.Provider);
                break;
            default:
                return;
        }

        feed.Publish(new FeedEvent.RoadMoved());
    }

    [LoggerMessage(3020, LogLevel.Warning, "{Provider} does not answer and is left alone until {Until}: {Error}")]
    private partial void LogOpened(string provider, DateTimeOffset until, string? error);

    [LoggerMessage(3021, LogLevel.Warning, "{Provider} still does not answer and is left alone until {Until}: {Error}")]
    private partial void LogStillDown(string provider, DateTimeOffset until, string? error);

    [LoggerMessage(3022, LogLevel.Information, "{Provider} is asked again")]
    private partial void LogClosed(string provider);
}
