using System.Data.Common;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads stored days for comparison.</summary>
internal static class DailyReader
{
    private const string Columns = """
        date, sleep_duration_hours, sleep_efficiency, sleep_onset_minutes, rem_percentage, deep_percentage, light_percentage, awake_percentage,
        hrv_avg, hrv_kind, rhr_avg, steps, activity_minutes, strain_score, strain_source, nap_minutes, wake_at, is_provisional_sleep,
        recovery_score, inputs_hash, origins, wearable_source, revision
        """;

    public static List<(DateOnly Day, StoredDaily Stored)> Range(ReadBatch batch, Guid userId, DateOnly from, DateOnly to) => batch.Add(
        $"SELECT {Columns} FROM daily_metrics WHERE user_id = @user AND date BETWEEN @from AND @to",
        reader => (reader.Date(0), Read(reader)),
        ("@user", userId), ("@from", from), ("@to", to));

    private static StoredDaily Read(DbDataReader reader) => new(
        new DayValues
        {
            SleepDurationHours = reader.DoubleOrNull(1),
            SleepEfficiency = reader.DoubleOrNull(2),
            SleepOnsetMinutes = reader.DoubleOrNull(3),
            RemPercentage = reader.DoubleOrNull(4),
            DeepPercentage = reader.DoubleOrNull(5),
            LightPercentage = reader.DoubleOrNull(6),
            AwakePercentage = reader.DoubleOrNull(7),
            HrvAvgMs = reader.DoubleOrNull(8),
            HrvKind = reader.TextOrNull(9) is { } kind ? Enum.Parse<HrvKind>(kind) : null,
            RestingHrBpm = reader.DoubleOrNull(10),
            Steps = reader.IntOrNull(11),
            ActivityMinutes = reader.DoubleOrNull(12),
            StrainScore = reader.DoubleOrNull(13),
            StrainSource = reader.TextOrNull(14),
            NapMinutes = reader.DoubleOrNull(15),
            WakeAt = reader.InstantOrNull(16),
            IsProvisionalSleep = reader.GetBoolean(17),
        },
        reader.DoubleOrNull(18),
        reader.TextOrNull(19),
        reader.GetString(20),
        reader.TextOrNull(21),
        reader.GetInt64(22));
}
