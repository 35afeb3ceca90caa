using System.Collections.Concurrent;
using Apex.Domain.Quota;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Quota;

/// <summary>
/// The only source of permits to call a vendor. A permit is a durable debit on all of a provider's windows, taken before the request and never given back,
/// so neither a crash nor a second node can overdraw. Nobody waits in here: who gets none hears when to come again.
/// </summary>
internal sealed class QuotaLedger(ApexStorage storage, ProviderRegistry providers, ApexClock clock)
{
    // Bounded by providers x classes.
    private readonly ConcurrentDictionary<(string Provider, CallClass Class), PermitLine> _lines = new();

    // Bounded by providers: until when not even the highest class has room.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _exhaustedUntil = new(StringComparer.Ordinal);

    /// <summary>Until when claiming the provider's work is pointless; null: there is room, as far as this node knows.</summary>
    public DateTimeOffset? ExhaustedUntil(string provider) => _exhaustedUntil.TryGetValue(provider, out var until) && until > clock.Now ? until : null;

    /// <summary>One permit for one HTTP request that is sent now.</summary>
    /// <returns>Null: granted. Else the instant at which there may be one.</returns>
    public async ValueTask<DateTimeOffset?> TakeAsync(string provider, Guid connectionId, CallClass callClass, CancellationToken ct)
    {
        var windows = providers.Get(provider).Traits.Quota;
        if (windows.Count == 0)
        {
            return null;
        }

        var line = _lines.GetOrAdd((provider, callClass), _ => new PermitLine());
        await line.Gate.WaitAsync(ct);
        try
        {
            // A person's own window cannot be debited ahead for people not known yet.
            var isPersonal = windows.Any(window => window.Scope == QuotaScope.Connection);
            if (!isPersonal && line.Block.TryUse(clock.Now))
            {
                return null;
            }

            return await RefillAsync(provider, windows, connectionId, callClass, line.Block, isPersonal);
        }
        finally
        {
            line.Gate.Release();
        }
    }

    private async Task<DateTimeOffset?> RefillAsync(
        string provider, IReadOnlyList<QuotaWindow> windows, Guid connectionId, CallClass callClass, PermitBlock block, bool isPersonal)
    {
        var wanted = isPersonal ? 1 : block.NextSize(clock.Now);
        var debit = await DebitAsync(provider, windows, connectionId, callClass, wanted);
        if (debit.RetryAt is not null && wanted > 1)
        {
            wanted = 1;
            debit = await DebitAsync(provider, windows, connectionId, callClass, wanted);
        }

        if (debit.RetryAt is { } retryAt)
        {
            if (callClass == CallClass.Notification && debit.IsForAll)
            {
                _exhaustedUntil[provider] = retryAt;
            }

            return retryAt;
        }

        if (!isPersonal)
        {
            block.Fill(wanted, debit.At);
            block.TryUse(debit.At);
        }

        return null;
    }

    // In one transaction on all windows: either each has room, or nothing is debited.
    private Task<Debit> DebitAsync(string provider, IReadOnlyList<QuotaWindow> windows, Guid connectionId, CallClass callClass, int wanted) =>
        storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            await QuotaSql.LockAsync(session, provider);
            var now = clock.Now;
            DateTimeOffset? retryAt = null;
            var isForAll = false;
            foreach (var window in windows)
            {
                var used = await QuotaSql.ReadAsync(session, provider, window, ScopeOf(window, connectionId), now);
                if (window.FitsAt(used, callClass, wanted, now) is { } at)
                {
                    retryAt = retryAt > at ? retryAt : at;
                    isForAll |= window.Scope == QuotaScope.App;
                }
            }

            if (retryAt is not null)
            {
                return new Debit(now, retryAt, isForAll);
            }

            foreach (var window in windows)
            {
                QuotaSql.EnqueueAdd(session, provider, window, ScopeOf(window, connectionId), wanted, now);
                QuotaSql.EnqueueForget(session, provider, window, ScopeOf(window, connectionId), now);
            }

            await session.FlushAsync();
            return new Debit(now, null, IsForAll: false);
        });

    private static string ScopeOf(QuotaWindow window, Guid connectionId) => window.Scope == QuotaScope.App ? QuotaSql.App : connectionId.ToString("N");

    /// <param name="IsForAll">The window without room counts the whole installation.</param>
    private readonly record struct Debit(DateTimeOffset At, DateTimeOffset? RetryAt, bool IsForAll);

    /// <summary>Those who want a permit of one class stand in one line, so that they share a block.</summary>
    private sealed class PermitLine
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public PermitBlock Block { get; } = new();
    }
}
