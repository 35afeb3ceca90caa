using Apex.Domain.Freshness;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Tests.Support;

namespace Apex.Tests.Freshness;

/// <summary>Ann's night of tomorrow is missing at 11:00; it ended at 07:00 and was due at 09:00. Everybody lives in UTC.</summary>
public sealed class EvidenceTests(PostgresServer postgres)
{
    private static readonly DateOnly Tomorrow = Road.Today.AddDays(1);

    [Theory]
    [InlineData(StorageKind.Sqlite, 3, FreshnessCause.DeviceNotSynced)]
    [InlineData(StorageKind.Sqlite, 2, FreshnessCause.Unknown)]
    [InlineData(StorageKind.Postgres, 3, FreshnessCause.DeviceNotSynced)]
    [InlineData(StorageKind.Postgres, 2, FreshnessCause.Unknown)]
    public async Task Judge_OthersOfAPushVendorArrive_InfersThatTheDeviceHasNotSynced(StorageKind kind, int others, FreshnessCause expected)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await MissingAsync(road, others);

        var sleep = await SleepAsync(road, ann, new PushOnlyProvider(road.Watch));

        Assert.Equal((FreshnessState.Late, expected, expected == FreshnessCause.DeviceNotSynced), (sleep.State, sleep.Cause, sleep.Inferred));
        road.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(FreshnessCause.Unknown, (await SleepAsync(road, ann, new PushOnlyProvider(road.Watch))).Cause); // an hour later nobody arrives any more
    }

    /// <summary>The day that was asked for, and whether that was before or after the night's end.</summary>
    [Theory]
    [InlineData(StorageKind.Sqlite, "2026-05-05", 8, FreshnessCause.DeviceNotSynced)]
    [InlineData(StorageKind.Sqlite, "2026-05-05", 6, FreshnessCause.Unknown)]
    [InlineData(StorageKind.Sqlite, "2026-05-04", 8, FreshnessCause.Unknown)]
    [InlineData(StorageKind.Postgres, "2026-05-05", 8, FreshnessCause.DeviceNotSynced)]
    [InlineData(StorageKind.Postgres, "2026-05-05", 6, FreshnessCause.Unknown)]
    [InlineData(StorageKind.Postgres, "2026-05-04", 8, FreshnessCause.Unknown)]
    public async Task Judge_VendorThatOnlyNotifies_HasToHaveAnsweredWithoutTheNight(StorageKind kind, string askedDay, int askedHour, FreshnessCause expected)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await MissingAsync(road, others: 3, beforeOthers: async () =>
        {
            road.Time.SetTo(new(Tomorrow, new TimeOnly(askedHour, 0), TimeSpan.Zero));
            road.Watch.Fetching = _ => Task.FromResult<FetchResult>(road.Watch.Answer());
            await road.PushAsync(road.Watch, road.Watch.Notice("ann", "sleep", askedDay));
        });

        var sleep = await SleepAsync(road, ann, road.Watch);

        Assert.Equal((FreshnessState.Late, expected, expected == FreshnessCause.DeviceNotSynced), (sleep.State, sleep.Cause, sleep.Inferred));
    }

    [Theory]
    [InlineData(StorageKind.Sqlite)]
    [InlineData(StorageKind.Postgres)]
    public async Task Judge_RingTellsThatItLayThere_IsNotWorn(StorageKind kind)
    {
        await using var road = await Road.OpenAsync(kind, postgres);
        var ann = await MissingAsync(road, others: 0);
        var day = TestRecords.DaySummary(Road.Today, 400, source: TestRecords.Watch);
        var from = new DateTimeOffset(Road.Today, new TimeOnly(4, 0), TimeSpan.Zero);
        await road.PushAsync(
            road.Watch,
            road.Watch.Push("ann", "day", "2026-05-04", day with { Values = day.Values with { Wear = "960a540-", WearFromMs = from.ToUnixTimeMilliseconds() } }));

        var sleep = await SleepAsync(road, ann, new PushOnlyProvider(road.Watch));

        Assert.Equal((FreshnessState.Late, FreshnessCause.Unknown), (sleep.State, sleep.Cause)); // told until 05:00 only

        await road.PushAsync(
            road.Watch,
            road.Watch.Push("ann", "day", "2026-05-04", day with { OrderAtMs = 2, Values = day.Values with { Wear = "960a720-", WearFromMs = from.ToUnixTimeMilliseconds() } }));
        Assert.Equal(FreshnessCause.NotWorn, (await SleepAsync(road, ann, new PushOnlyProvider(road.Watch))).Cause);
    }

    // Connected to the watch only: what the other vendor does is nobody's evidence.
    private static async Task<Guid> MissingAsync(Road road, int others, Func<Task>? beforeOthers = null)
    {
        var ann = await PersonAsync(road, "ann");
        await road.PushAsync(road.Watch, road.Watch.Push("ann", "sleep", "2026-05-04", TestRecords.Night(Road.Today, 7, source: TestRecords.Watch)));
        await (beforeOthers?.Invoke() ?? Task.CompletedTask);
        road.Time.SetTo(new(Tomorrow, new TimeOnly(11, 0), TimeSpan.Zero));
        for (var i = 0; i < others; i++)
        {
            await PersonAsync(road, $"other-{i}");
            await road.PushAsync(road.Watch, road.Watch.Push($"other-{i}", "sleep", "2026-05-05", TestRecords.Night(Tomorrow, 7, source: TestRecords.Watch)));
        }

        return ann;
    }

    private static async Task<Guid> PersonAsync(Road road, string person)
    {
        var user = await TestPeople.AddUserAsync(road.Storage, person, "Etc/UTC");
        await road.ConnectAsync(user, road.Watch, person);
        return user;
    }

    private static async Task<SignalFreshnessView> SleepAsync(Road road, Guid user, IProvider vendor) =>
        (await road.Storage.ReadAsync(session => new Judging(new ProviderRegistry([vendor])).JudgeAsync(session, [user], road.Clock.Now)))[0].Signals[0];
}
