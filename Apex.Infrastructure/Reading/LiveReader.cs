using Apex.Domain.Time;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>A person as live screens and clients follow them. The revision is read before the data: what comes with it may be newer, never older.</summary>
public sealed class LiveReader
{
    /// <summary>Days before today that a follower starts with.</summary>
    public const int DaysBack = 7;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly MetricsReader _metrics;
    private readonly FreshnessReader _freshness;

    internal LiveReader(ApexStorage storage, ApexClock clock, MetricsReader metrics, FreshnessReader freshness) =>
        (_storage, _clock, _metrics, _freshness) = (storage, clock, metrics, freshness);

    /// <summary>Today and the last days in the person's zone; null when the person is unknown.</summary>
    public async Task<LivePerson?> FindAsync(Guid userId, CancellationToken ct = default)
    {
        if (await HeadAsync(userId, ct) is not { } head)
        {
            return null;
        }

        var today = LocalDays.DayOf(_clock.Now, head.TimeZone);
        return new(userId, head.Revision, today, await _metrics.RangeAsync(userId, today.AddDays(-DaysBack), today, ct), await SignalsAsync(userId, ct));
    }

    /// <summary>These days as they are now; null when the person is unknown (any more).</summary>
    /// <param name="days">Empty: only freshness has moved. The newest <see cref="MetricsReader.MaxDays"/> of their range are looked at.</param>
    public async Task<LiveChange?> ChangeAsync(Guid userId, IReadOnlyCollection<DateOnly> days, CancellationToken ct = default)
    {
        if (await HeadAsync(userId, ct) is not { } head)
        {
            return null;
        }

        var range = days.Count == 0 ? [] : await _metrics.RangeAsync(userId, days.Min(), days.Max(), ct);
        return new(userId, head.Revision, [.. range.Where(day => days.Contains(day.Date))], await SignalsAsync(userId, ct));
    }

    public Task<LiveFleet> FleetAsync(CancellationToken ct = default) => _storage.ReadAsync(
        async session => new LiveFleet(
            _clock.NowMs,
            await session.ScalarAsync<long>("SELECT count(*) FROM users WHERE erased_at IS NULL"),
            await session.ScalarAsync<long>("SELECT count(*) FROM dead_letters WHERE state = 'open'")),
        ct);

    private async Task<IReadOnlyList<SignalFreshnessView>> SignalsAsync(Guid userId, CancellationToken ct) =>
        (await _freshness.FindAsync(userId, ct))?.Signals ?? [];

    private Task<Head?> HeadAsync(Guid userId, CancellationToken ct) => _storage.ReadAsync(
        session => session.FindAsync(
            "SELECT data_version, time_zone FROM users WHERE id = @id AND erased_at IS NULL",
            reader => new Head(reader.GetInt64(0), reader.GetString(1)), ("@id", userId)),
        ct);

    private sealed record Head(long Revision, string TimeZone);
}

/// <summary>Where a follower starts.</summary>
/// <param name="Revision">Raised by every store for this person.</param>
/// <param name="Today">The person's local day.</param>
/// <param name="Days">Today and the seven days before, oldest first; days without data are left out.</param>
public sealed record LivePerson(Guid UserId, long Revision, DateOnly Today, IReadOnlyList<DailyMetricsView> Days, IReadOnlyList<SignalFreshnessView> Freshness);

/// <summary>What has changed since a follower heard last.</summary>
public sealed record LiveChange(Guid UserId, long Revision, IReadOnlyList<DailyMetricsView> Days, IReadOnlyList<SignalFreshnessView> Freshness);

/// <param name="Revision">The instant of reading as Unix ms.</param>
public sealed record LiveFleet(long Revision, long People, long OpenDeadLetters);
