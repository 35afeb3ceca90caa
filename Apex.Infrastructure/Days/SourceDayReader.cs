using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>Reads what each source alone said of a day.</summary>
internal static class SourceDayReader
{
    private const string Range =
        "SELECT date, source, signal_group, value, kind FROM source_days WHERE user_id = @user AND date BETWEEN @from AND @to";

    public static async Task<IReadOnlyDictionary<SourceDayKey, SourceDayValue>> RangeAsync(DbSession session, Guid userId, DateOnly from, DateOnly to)
    {
        var rows = await session.QueryAsync(
            Range,
            reader => (Key: new SourceDayKey(reader.Date(0), new(reader.GetString(1)), Enum.Parse<SignalGroup>(reader.GetString(2))),
                Value: new SourceDayValue(reader.GetDouble(3), reader.TextOrNull(4))),
            ("@user", userId), ("@from", from), ("@to", to));
        return rows.ToDictionary(row => row.Key, row => row.Value);
    }

    public static async Task<BaselineHistory> HistoryAsync(DbSession session, Guid userId, DateOnly from, DateOnly to)
    {
        var history = new BaselineHistory();
        var rows = await session.QueryAsync(
            Range + " AND signal_group IN ('Hrv', 'RestingHr')",
            reader => (Day: reader.Date(0), Source: new SourceId(reader.GetString(1)), IsHrv: reader.GetString(2) == nameof(SignalGroup.Hrv),
                Value: reader.GetDouble(3), Kind: reader.TextOrNull(4)),
            ("@user", userId), ("@from", from), ("@to", to));
        foreach (var row in rows)
        {
            if (row.IsHrv)
            {
                history.SetHrv(row.Source, row.Day, row.Value, row.Kind is null ? null : Enum.Parse<HrvKind>(row.Kind));
            }
            else
            {
                history.SetRestingHr(row.Source, row.Day, row.Value);
            }
        }

        return history;
    }
}
