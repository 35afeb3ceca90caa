using Apex.Domain.Polling;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Reading;

/// <summary>Ann is in UTC and woke at 07:00 as far as anybody knows: the gap check is due from 08:50 to 08:55. The clock stands at 08:00.</summary>
public sealed class PollForecastReaderTests(PostgresServer postgres)
{
    private static readonly DateTimeOffset Look = new(2026, 5, 4, 8, 56, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task OfUserAsync_NightIsMissing_ForetellsTheGapCheckOfTheVendorThatIsAsked(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        road.Ring.Polls = new("sleep", null, 2);
        var ann = await road.AddPersonAsync("ann");
        await DueAsync(road, Look);

        var forecast = Assert.Single(await Reader(road).OfUserAsync(ann, Ct)).Value;

        Assert.Equal(Look, forecast.LookAt);
        Assert.Equal([new PlannedCall(PlannedCallKind.SleepGap, Road.Today)], forecast.Calls);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task OfUserAsync_NightHasCome_ForetellsALookThatAsksNothing(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        road.Ring.Polls = new("sleep", null, 2);
        var ann = await road.AddPersonAsync("ann");
        await road.PushAsync(road.Ring, road.Ring.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7.5)));
        await DueAsync(road, Look);

        Assert.Empty(Assert.Single(await Reader(road).OfUserAsync(ann, Ct)).Value.Calls);
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task OfUserAsync_NeverLookedAt_IsLookedAtNow(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        road.Ring.Polls = new("sleep", null, 2);
        var ann = await road.AddPersonAsync("ann");

        Assert.Equal(road.Clock.Now, Assert.Single(await Reader(road).OfUserAsync(ann, Ct)).Value.LookAt);

        await road.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync("UPDATE connections SET status = 'revoked'"));
        Assert.Empty(await Reader(road).OfUserAsync(ann, Ct));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static PollForecastReader Reader(Road road) => new(road.Storage, road.Clock, road.Providers);

    private static Task<int> DueAsync(Road road, DateTimeOffset at) => road.Storage.Writer.RunAsync(
        WriteLane.Work, session => session.ExecuteAsync("UPDATE connections SET poll_due_at = @at", ("@at", at.ToUnixTimeMilliseconds())));
}
