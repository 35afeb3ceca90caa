using Apex.Domain.Polling;
using Apex.Domain.Wake;
using Apex.Infrastructure.Polling;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads when a person's connections are looked at next, and what would then be asked for if nothing came before.</summary>
public sealed class PollForecastReader
{
    private const string Connections = """
        SELECT c.id, c.user_id, c.provider, c.external_user_id, u.time_zone, c.poll_due_at, c.poll_state FROM connections c JOIN users u ON u.id = c.user_id
        WHERE c.user_id = @user AND c.status = 'active' AND u.erased_at IS NULL
        """;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;

    internal PollForecastReader(ApexStorage storage, ApexClock clock, ProviderRegistry providers) => (_storage, _clock, _providers) = (storage, clock, providers);

    /// <summary>By connection; those of vendors that are never asked are not there.</summary>
    public Task<Dictionary<Guid, PollForecast>> OfUserAsync(Guid userId, CancellationToken ct = default) => _storage.ReadAsync(
        async session =>
        {
            var now = _clock.Now;
            var connections = await session.QueryAsync(Connections, PollRows.Read, ("@user", userId));
            var polled = connections.Where(connection => VendorOf(connection) is not null).ToList();
            if (polled.Count == 0)
            {
                return [];
            }

            var nights = await PollRows.NightsAsync(session, [userId], DateOnly.FromDateTime(now.UtcDateTime).AddDays(-WakeEstimator.HistoryDays - 2));
            return polled.ToDictionary(connection => connection.Id, connection => Forecast(connection, nights[userId], now));
        },
        ct);

    // The planner itself, asked for the instant at which it will be asked: two texts of one rule would part.
    private PollForecast Forecast(DueConnection connection, IEnumerable<PollRows.Night> nights, DateTimeOffset now)
    {
        var dueAt = DateTimeOffset.FromUnixTimeMilliseconds(connection.DueAtMs);
        var at = dueAt > now ? dueAt : now;
        var vendor = VendorOf(connection)!;
        var decision = PollPlan.Decide(PollRows.Facts(connection, vendor.Traits.Pushes, vendor.Polls!.MaxSleepCalls, nights), connection.State, at);
        return new(at, [.. decision.Calls.Where(call => CanBeAsked(vendor, call.Kind))]);
    }

    private static bool CanBeAsked(IPullProvider vendor, PlannedCallKind kind) => kind switch
    {
        PlannedCallKind.Activity => vendor.Polls!.Activity is not null,
        PlannedCallKind.Reconcile => vendor.Reconcile is not null,
        _ => true,
    };

    private IPullProvider? VendorOf(DueConnection connection) =>
        _providers.TryGet(connection.Provider, out var provider) && provider is IPullProvider { Traits.Enabled: true, Polls: not null } vendor ? vendor : null;
}

/// <param name="LookAt">When the planner looks at the connection next.</param>
/// <param name="Calls">What it would then ask for; empty: it only looks.</param>
public sealed record PollForecast(DateTimeOffset LookAt, IReadOnlyList<PlannedCall> Calls);
