using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Tests.Support;

namespace Apex.Tests.Days;

public sealed class RecoveryTests(PostgresServer postgres)
{
    private const int Days = 40;
    private static readonly DateOnly First = Road.Today.AddDays(1 - Days);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Score_DaysInOrder_IsTheFormulaOverTheStoredDays(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        foreach (var i in Enumerable.Range(0, Days))
        {
            await PushNightAsync(road, i);
        }

        var scores = await ScoresAsync(road, user);
        Assert.Equal(Expected(HrvMs), scores);
        Assert.Equal(4, scores.Count(score => score is null));
        Assert.DoesNotContain(await road.AllAsync<RunRow>(), run => run.Provider == "apex");
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Score_DaysBackwards_EndsAsInOrderByOneCoalescedPass(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");

        foreach (var i in Enumerable.Range(0, Days).Reverse())
        {
            await PushNightAsync(road, i);
        }

        await road.SettleAllAsync();

        Assert.Equal(Expected(HrvMs), await ScoresAsync(road, user));
        Assert.Single(await road.AllAsync<RunRow>(), run => run.Provider == "apex");
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Score_EarlierDayCorrected_LaterDaysAreScoredOnceAgain(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        foreach (var i in Enumerable.Range(0, Days))
        {
            await PushNightAsync(road, i);
        }

        var before = await road.DaysAsync(user);
        await PushNightAsync(road, 10, hrvMs: 95, order: 2);
        await PushNightAsync(road, 11, hrvMs: 30, order: 2);
        await PushNightAsync(road, 12, hrvMs: 90, order: 2);
        await road.SettleAllAsync();

        var after = await road.DaysAsync(user);
        Assert.Equal(Expected(i => i switch { 10 => 95, 11 => 30, 12 => 90, _ => HrvMs(i) }), after.Select(row => row.RecoveryScore));
        Assert.Single(await road.AllAsync<RunRow>(), run => run.Provider == "apex");
        Assert.Equal(before.Take(10).Select(row => row.Revision), after.Take(10).Select(row => row.Revision));

        // Once each: days whose baseline the corrections feed are raised by one, the corrected ones by what corrected them and the pass.
        Assert.Equal(before.Skip(13).Select(row => row.Revision + 1), after.Skip(13).Select(row => row.Revision));
        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Score_StepsOfAnEarlierDayCorrected_RaisesNoPass(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        await road.AddPersonAsync("ann");
        await PushNightAsync(road, Days - 1);
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "day", "x", TestRecords.DaySummary(First, 5000)));

        Assert.Empty(await road.AllAsync<WorkItemRow>());
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Score_BeyondTheWindow_StaysUntouched(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        road.Time.Advance(TimeSpan.FromDays(40));
        foreach (var i in Enumerable.Range(0, 75))
        {
            await PushNightAsync(road, i);
        }

        var before = await road.DaysAsync(user);
        await PushNightAsync(road, 0, hrvMs: 120, order: 2);
        await road.SettleAllAsync();

        var after = await road.DaysAsync(user);
        Assert.Equal(before.Skip(61).Select(row => (row.Date, row.Revision)), after.Skip(61).Select(row => (row.Date, row.Revision)));
        Assert.Equal(before[60].Revision + 1, after[60].Revision);
    }

    private static Task PushNightAsync(Road road, int i, double? hrvMs = null, long order = 1)
    {
        var day = First.AddDays(i);
        return road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", day.ToString("O", null), TestRecords.Night(day, Hours(i), hrvMs ?? HrvMs(i), Bpm(i), order)));
    }

    // Invented, without a pattern a formula could lean on; in quarters, which two decimals hold exactly.
    private static double Hours(int i) => 6 + ((i * 5) % 9 / 4.0);

    private static double HrvMs(int i) => 50 + ((i * 7) % 23);

    private static double Bpm(int i) => 50 + ((i * 11) % 13);

    private static IEnumerable<double?> Expected(Func<int, double> hrvMs) => Enumerable.Range(0, Days).Select(i => ExpectedRecovery.Score(
        Hours(i), hrvMs(i), Bpm(i), [.. Enumerable.Range(0, i).Select(earlier => (i - earlier, hrvMs(earlier), Bpm(earlier)))]));

    private static async Task<IEnumerable<double?>> ScoresAsync(Road road, Guid user) => (await road.DaysAsync(user)).Select(row => row.RecoveryScore);
}
