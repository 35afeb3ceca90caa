using Apex.Domain.Quota;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Quota;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads how Apex and its vendors get along.</summary>
public sealed class ProviderReader
{
    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly AckMinutes _minutes;

    internal ProviderReader(ApexStorage storage, ApexClock clock, ProviderRegistry providers, AckMinutes minutes) =>
        (_storage, _clock, _providers, _minutes) = (storage, clock, providers, minutes);

    /// <summary>Those switched on first.</summary>
    public Task<ProvidersModel> ReadAsync(CancellationToken ct = default) => _storage.ReadAsync(ReadAsync, ct);

    private async Task<ProvidersModel> ReadAsync(DbSession session)
    {
        var now = _clock.Now;
        var unwritten = _minutes.Unwritten();
        var calls = await ProviderSql.CallsAsync(session, now);
        var errors = await ProviderSql.ErrorsAsync(session, now);
        var views = new List<ProviderView>();
        foreach (var provider in _providers.All.OrderBy(provider => !provider.Traits.Enabled).ThenBy(provider => provider.Traits.DisplayName, StringComparer.Ordinal))
        {
            var traits = provider.Traits;
            var acks = await AckSummary.ReadAsync(session, traits, [.. unwritten.Where(entry => entry.Cell.Provider == traits.Name)], now);
            var statuses = await OverviewSql.ConnectionsAsync(session, traits.Name, now);
            views.Add(new(
                traits.Name, traits.DisplayName, traits.Enabled, $"Providers:{traits.Section}", provider is IPullProvider,
                statuses.ToDictionary(status => status.Status, status => BoundedCount.Of(status.Count)),
                acks.LastAcceptedAt, traits.AckLimit, acks.Hour, acks.Day,
                await GaugesAsync(session, traits, now),
                calls[traits.Name].FirstOrDefault() ?? new(0, 0, false),
                errors[traits.Name].FirstOrDefault()));
        }

        return new(now, views);
    }

    private static async Task<List<QuotaGauge>> GaugesAsync(DbSession session, ProviderTraits traits, DateTimeOffset now)
    {
        var gauges = new List<QuotaGauge>();
        foreach (var window in traits.Quota)
        {
            var scope = window.Scope == QuotaScope.App ? QuotaSql.App : await ProviderSql.FullestAsync(session, traits.Name, window, now) ?? "";
            var used = await QuotaSql.ReadAsync(session, traits.Name, window, scope, now);
            gauges.Add(new(
                window.Name, (int)window.Span.TotalSeconds, window.Scope, used.Sum(bucket => (long)bucket.Used), window.Limit,
                Guid.TryParse(scope, out var connection) ? await ProviderSql.UserOfAsync(session, connection) : null,
                [.. Enum.GetValues<CallClass>().Select(callClass => new ClassRoom(callClass, window.CeilingOf(callClass), window.FitsAt(used, callClass, 1, now)))]));
        }

        return gauges;
    }
}
