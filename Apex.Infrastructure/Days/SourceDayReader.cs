using System.Data.Common;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads what each source alone said of a day.</summary>
internal static class SourceDayReader
{
    private const string Between =
        "SELECT date, source, signal_group, value, kind FROM source_days WHERE user_id = @user AND date BETWEEN @from AND @to";

    public static List<SourceDay> Range(ReadBatch batch, Guid userId, DateOnly from, DateOnly to) => batch.Add(
        Between, Read, ("@user", userId), ("@from", from), ("@to", to));

    /// <summary>Of the groups that have baselines.</summary>
    public static List<SourceDay> History(ReadBatch batch, Guid userId, DateOnly from, DateOnly to) => batch.Add(
        Between + " AND signal_group IN ('Hrv', 'RestingHr')", Read, ("@user", userId), ("@from", from), ("@to", to));

    private static SourceDay Read(DbDataReader reader) => new(
        new(reader.Date(0), new(reader.GetString(1)), Enum.Parse<SignalGroup>(reader.GetString(2))), new(reader.GetDouble(3), reader.TextOrNull(4)));
}
