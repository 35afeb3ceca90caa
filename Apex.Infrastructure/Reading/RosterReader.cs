using System.Globalization;
using Apex.Domain.Metrics;
using Apex.Domain.Recovery;
using Apex.Domain.Time;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads today of all clients, sorts them, and adds the own bands of those on one page: the number of queries grows with hundreds of clients, not with each.</summary>
public sealed class RosterReader
{
    public const int PageSize = 50;

    /// <summary>Clients sorted at once.</summary>
    public const int MaxClients = 5000;

    private const string History = "SELECT user_id, date, source, signal_group, value, kind FROM source_days WHERE signal_group IN ('Hrv', 'RestingHr') AND date BETWEEN @from AND @to";

    private readonly ApexStorage _storage;
    private readonly FleetReader _fleet;

    internal RosterReader(ApexStorage storage, FleetReader fleet) => (_storage, _fleet) = (storage, fleet);

    /// <param name="page">From 1; beyond the end it is the last one.</param>
    public async Task<Roster> ReadAsync(int page, CancellationToken ct)
    {
        var filter = PeopleFilter.Search("", MaxClients);
        var fleet = await _fleet.ReadAsync(filter, ct);
        return await _storage.ReadAsync(session => ReadAsync(session, filter, fleet, page), ct);
    }

    private static async Task<Roster> ReadAsync(DbSession session, PeopleFilter filter, Fleet fleet, int page)
    {
        var days = await DaysAsync(session, filter, fleet.Now);
        var all = fleet.People.Select(person => Row(person, fleet.Now, days))
            .OrderBy(row => row.Rank).ThenBy(row => row.Day?.Score ?? double.MaxValue).ThenBy(row => row.Person.DisplayName, StringComparer.OrdinalIgnoreCase).ThenBy(row => row.Person.Id)
            .ToList();
        var shown = Math.Clamp(page, 1, Math.Max(1, (all.Count + PageSize - 1) / PageSize));
        var rows = all.Skip((shown - 1) * PageSize).Take(PageSize).ToList();
        return new(fleet.Now, await WithBandsAsync(session, rows), shown, new(all.Count, fleet.IsCut));
    }

    private static RosterRow Row(FleetPerson person, DateTimeOffset now, Dictionary<(Guid, DateOnly), DayGlance> days)
    {
        var today = LocalDays.DayOf(now, person.TimeZone);
        return new(person, today, days.GetValueOrDefault((person.Id, today)), null, null);
    }

    private static async Task<Dictionary<(Guid, DateOnly), DayGlance>> DaysAsync(DbSession session, PeopleFilter filter, DateTimeOffset now)
    {
        // Everybody's today lies within a day of the one in UTC.
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var days = await session.QueryAsync(
            $"SELECT {DayGlance.Columns} FROM daily_metrics d JOIN ({filter.Sql}) AS p ON p.id = d.user_id WHERE d.date BETWEEN @from AND @to",
            DayGlance.Read,
            [.. filter.Args, ("@from", today.AddDays(-1)), ("@to", today.AddDays(1))]);
        return days.ToDictionary(day => (day.UserId, day.Date));
    }

    private static async Task<List<RosterRow>> WithBandsAsync(DbSession session, List<RosterRow> rows)
    {
        if (rows.Count == 0)
        {
            return rows;
        }

        var ids = rows.Select((row, i) => (Name: "@u" + i.ToString(CultureInfo.InvariantCulture), Value: (object?)row.Person.Id)).ToArray();
        var history = (await session.QueryAsync(
            $"{History} AND user_id IN ({string.Join(',', ids.Select(id => id.Name))})",
            reader => new SourceValue(
                reader.GetGuid(0), reader.Date(1), new(reader.GetString(2)), reader.GetString(3) == nameof(SignalGroup.Hrv), reader.GetDouble(4),
                reader.TextOrNull(5) is { } kind ? Enum.Parse<HrvKind>(kind) : null),
            [.. ids, ("@from", rows.Min(row => row.Today).AddDays(-Baseline.WindowDays)), ("@to", rows.Max(row => row.Today))])).ToLookup(value => value.UserId);
        return rows.ConvertAll(row => WithBands(row, [.. history[row.Person.Id].Where(value => value.Day < row.Today)]));
    }

    // Values of other sources or kinds never share a baseline; without a value today, the newest one says which.
    private static RosterRow WithBands(RosterRow row, List<SourceValue> history)
    {
        var newestHrv = history.Where(value => value.IsHrv).MaxBy(value => value.Day);
        var newestRhr = history.Where(value => !value.IsHrv).MaxBy(value => value.Day);
        var (hrvSource, hrvKind) = row.Day?.HrvSource is { } source ? (source, row.Day.HrvKind) : (newestHrv?.Source ?? default, newestHrv?.Kind);
        var rhrSource = row.Day?.RestingHrSource ?? newestRhr?.Source ?? default;
        return row with
        {
            HrvBand = OwnBand.Hrv(Of(row.Today, history.Where(value => value.IsHrv && value.Source == hrvSource && value.Kind == hrvKind)), hrvKind),
            RestingHrBand = OwnBand.RestingHr(Of(row.Today, history.Where(value => !value.IsHrv && value.Source == rhrSource))),
        };
    }

    private static List<HistoryValue> Of(DateOnly today, IEnumerable<SourceValue> values) =>
        [.. values.Select(value => new HistoryValue(value.Day.DayNumber - today.DayNumber, value.Value))];

    private sealed record SourceValue(Guid UserId, DateOnly Day, SourceId Source, bool IsHrv, double Value, HrvKind? Kind);
}
