using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads stored days.</summary>
public sealed class MetricsReader
{
    /// <summary>Days answered at once.</summary>
    public const int MaxDays = 400;

    private readonly ApexStorage _storage;

    internal MetricsReader(ApexStorage storage) => _storage = storage;

    /// <summary>Stored days of the range in their order; days without data are left out. At most <see cref="MaxDays"/>, the newest.</summary>
    public async Task<IReadOnlyList<DailyMetricsView>> RangeAsync(Guid userId, DateOnly from, DateOnly to, CancellationToken ct = default)
    {
        await using var db = _storage.OpenReadContext();
        var rows = await db.DailyMetrics.Where(row => row.UserId == userId && row.Date >= from && row.Date <= to)
            .OrderByDescending(row => row.Date).Take(MaxDays).ToListAsync(ct);
        return [.. rows.Select(View).Reverse()];
    }

    public async Task<DailyMetricsView?> FindAsync(Guid userId, DateOnly day, CancellationToken ct = default)
    {
        await using var db = _storage.OpenReadContext();
        var row = await db.DailyMetrics.SingleOrDefaultAsync(row => row.UserId == userId && row.Date == day, ct);
        return row is null ? null : View(row);
    }

    /// <summary>One day of many people, in no order; people without that day are left out.</summary>
    public async Task<IReadOnlyList<DailyMetricsView>> DayAsync(IReadOnlyCollection<Guid> userIds, DateOnly day, CancellationToken ct = default)
    {
        await using var db = _storage.OpenReadContext();
        var rows = await db.DailyMetrics.Where(row => row.Date == day && userIds.Contains(row.UserId)).ToListAsync(ct);
        return [.. rows.Select(View)];
    }

    internal static DailyMetricsView View(DailyMetricsRow row) => new()
    {
        UserId = row.UserId,
        Date = row.Date,
        SleepDurationHours = row.SleepDurationHours,
        SleepEfficiency = row.SleepEfficiency,
        SleepOnsetMinutes = row.SleepOnsetMinutes,
        RemPercentage = row.RemPercentage,
        DeepPercentage = row.DeepPercentage,
        LightPercentage = row.LightPercentage,
        AwakePercentage = row.AwakePercentage,
        HrvAvg = row.HrvAvg,
        HrvKind = row.HrvKind is null ? null : Enum.Parse<HrvKind>(row.HrvKind),
        RhrAvg = row.RhrAvg,
        RecoveryScore = row.RecoveryScore,
        Steps = row.Steps,
        ActivityMinutes = row.ActivityMinutes,
        StrainScore = row.StrainScore,
        StrainSource = row.StrainSource,
        NapMinutes = row.NapMinutes,
        WakeAt = Instants.OrNull(row.WakeAt),
        IsProvisionalSleep = row.IsProvisionalSleep,
        WearableSource = row.WearableSource,
        SyncedAt = Instants.Of(row.SyncedAt),
        Origins = Origins(row.Origins),
        Recovery = row.Recovery is null ? null : JsonSerializer.Deserialize(row.Recovery, StoredJson.Default.RecoveryResult),
        PreviousScore = row.PreviousScore,
        ScoreChangedAt = Instants.OrNull(row.ScoreChangedAt),
        Revision = row.Revision,
    };

    private static Dictionary<string, OriginView> Origins(string json) =>
        (JsonSerializer.Deserialize(json, StoredJson.Default.DictionarySignalGroupOrigin) ?? []).ToDictionary(
            pair => SignalNames.Of(pair.Key),
            pair => new OriginView(pair.Value.Source.Value, pair.Value.Via, pair.Value.ConnectionId, pair.Value.ExternalId));
}
