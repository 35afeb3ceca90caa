using System.Data.Common;
using System.Globalization;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads days as they were stored, newest first.</summary>
public sealed class LandedReader
{
    /// <summary>Days kept on screen, and read at once.</summary>
    public const int Most = 100;

    /// <summary>Days looked at for the newest ones; storing order has no index.</summary>
    private const int MostLookedAt = 2000;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;

    internal LandedReader(ApexStorage storage, ApexClock clock) => (_storage, _clock) = (storage, clock);

    /// <summary>What landed last, as far as the days since yesterday tell.</summary>
    public async Task<Landed> RecentAsync(CancellationToken ct) => new(_clock.Now, await _storage.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT {DayGlance.Columns}, u.display_name, u.time_zone
            FROM (SELECT * FROM daily_metrics WHERE date >= @from ORDER BY date DESC LIMIT {MostLookedAt}) AS d JOIN users u ON u.id = d.user_id
            WHERE u.erased_at IS NULL ORDER BY d.synced_at DESC, d.id DESC LIMIT {Most}
            """,
            Read,
            ("@from", DateOnly.FromDateTime(_clock.Now.UtcDateTime).AddDays(-1))),
        ct));

    /// <summary>Puts the named days, as they are now, on top of what was there.</summary>
    public async Task<Landed> AddAsync(Landed before, IEnumerable<(Guid UserId, DateOnly Day)> changed, CancellationToken ct)
    {
        var keys = changed.Distinct().TakeLast(Most).ToList();
        var now = keys.Count == 0 ? [] : await _storage.ReadAsync(session => NamedAsync(session, keys), ct);
        var fresh = now.Select(landed => (landed.Day.UserId, landed.Day.Date)).ToHashSet();
        return new(_clock.Now, [.. now.Concat(before.Days.Where(landed => !fresh.Contains((landed.Day.UserId, landed.Day.Date)))).OrderByDescending(landed => landed.Day.SyncedAt).Take(Most)]);
    }

    private static Task<List<LandedDay>> NamedAsync(DbSession session, List<(Guid UserId, DateOnly Day)> keys)
    {
        var names = keys.Select((_, i) => i.ToString(CultureInfo.InvariantCulture)).ToList();
        return session.QueryAsync(
            $"""
            SELECT {DayGlance.Columns}, u.display_name, u.time_zone FROM daily_metrics d JOIN users u ON u.id = d.user_id
            WHERE u.erased_at IS NULL AND ({string.Join(" OR ", names.Select(i => $"(d.user_id = @u{i} AND d.date = @d{i})"))})
            """,
            Read,
            [.. keys.SelectMany((key, i) => new (string, object?)[] { ($"@u{names[i]}", key.UserId), ($"@d{names[i]}", key.Day) })]);
    }

    private static LandedDay Read(DbDataReader reader) =>
        new(reader.GetString(DayGlance.ColumnCount), reader.GetString(DayGlance.ColumnCount + 1), DayGlance.Read(reader));
}
