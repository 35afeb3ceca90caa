using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Gate;

/// <summary>The gate of a vendor as people see it, and what they may do to it. Read from the database: every node says the same.</summary>
public sealed class ProviderGates
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly ProviderGate _gate;
    private readonly MetricsFeed _feed;

    internal ProviderGates(ApexStorage storage, ApexClock clock, ProviderRegistry providers, ProviderGate gate, MetricsFeed feed) =>
        (_storage, _clock, _providers, _gate, _feed) = (storage, clock, providers, gate, feed);

    /// <summary>Null: no such provider.</summary>
    public async Task<ProviderGateView?> FindAsync(string provider, CancellationToken ct = default) => _providers.TryGet(provider, out _)
        ? ProviderGateView.Of(await _storage.ReadAsync(session => HealthRows.FindAsync(session, provider), ct) ?? new(provider), _clock.Now)
        : null;

    /// <summary>Of every provider there is, by name.</summary>
    public async Task<IReadOnlyList<ProviderGateView>> ListAsync(CancellationToken ct = default)
    {
        var known = (await _storage.ReadAsync(HealthRows.AllAsync, ct)).ToDictionary(health => health.Provider, StringComparer.Ordinal);
        return
        [
            .. _providers.All.Select(provider => provider.Traits.Name).Order(StringComparer.Ordinal)
                .Select(name => ProviderGateView.Of(known.GetValueOrDefault(name) ?? new(name), _clock.Now)),
        ];
    }

    /// <summary>Asks it nothing more until resumed; what it sends is received all the same.</summary>
    public Task<Outcome<ProviderGateView>> PauseAsync(string provider, string actor)
    {
        var now = _clock.Now;
        return ChangeAsync(provider, actor, "provider.pause", health => health.PausedAt is null ? health with { PausedAt = now, PausedBy = actor } : health);
    }

    public Task<Outcome<ProviderGateView>> ResumeAsync(string provider, string actor) =>
        ChangeAsync(provider, actor, "provider.resume", health => health with { PausedAt = null, PausedBy = null });

    /// <summary>Forgets failures and refusals: work that is due is claimed again.</summary>
    public Task<Outcome<ProviderGateView>> ResetCircuitAsync(string provider, string actor) =>
        ChangeAsync(provider, actor, "provider.reset_circuit", health => MassReauth.Release(Circuit.Close(health)));

    private async Task<Outcome<ProviderGateView>> ChangeAsync(string provider, string actor, string action, Func<ProviderHealth, ProviderHealth> change)
    {
        if (!_providers.TryGet(provider, out _))
        {
            return new Outcome<ProviderGateView>.Missing();
        }

        var now = _clock.Now;
        var (_, after) = await _gate.ChangeAsync(provider, change, (session, _) => AuditLog.WriteAsync(session, actor, action, $"provider:{provider}", now));
        _feed.Publish(new FeedEvent.RoadMoved());
        return new Outcome<ProviderGateView>.Done(ProviderGateView.Of(after, now));
    }
}
