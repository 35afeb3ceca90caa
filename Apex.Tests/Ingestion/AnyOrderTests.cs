using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Storage.Rows;
using Apex.Infrastructure.Work;
using Apex.Tests.Support;

namespace Apex.Tests.Ingestion;

/// <summary>Whatever the order, the repetitions and the crashes: the same deliveries end in the same days.</summary>
public sealed class AnyOrderTests(PostgresServer postgres)
{
    private const int Days = 12;
    private static readonly DateOnly First = Road.Today.AddDays(1 - Days);

    public static TheoryData<StorageKind, int> Seeds()
    {
        var data = new TheoryData<StorageKind, int>();
        for (var seed = 1; seed <= 12; seed++)
        {
            data.Add(seed % 3 == 0 ? StorageKind.Postgres : StorageKind.Sqlite, seed);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Road_DeliveriesInAnyOrderWithRepeatsAndCrashes_EndInTheSameDays(StorageKind kind, int seed)
    {
        var random = new Random(seed);
        var deliveries = Deliveries(random);
        var expected = await InOrderAsync(deliveries);

        await using var road = await Road.OpenAsync(kind, postgres);
        var user = await road.AddPersonAsync("ann");
        var left = new Queue<Delivery>(Shuffled(random, [.. deliveries, .. deliveries.Where(_ => random.Next(3) == 0)]));
        while (left.Count > 0)
        {
            await StepAsync(road, random, left);
        }

        // Whatever was claimed and dropped comes back when its lease has ended.
        road.Time.Advance(WorkQueue.Lease);
        await road.SettleAllAsync();

        Assert.Equal(expected, await DaysAsync(road, user));
        Assert.Empty(await road.AllAsync<WorkItemRow>());
        Assert.Empty(await road.AllAsync<DeadLetterRow>());
        Assert.All(await road.MessageStatesAsync(), state => Assert.Equal(Kinds.Settled, state));
    }

    private static async Task StepAsync(Road road, Random random, Queue<Delivery> left)
    {
        switch (random.Next(6))
        {
            case 0 or 1 or 2:
                var next = left.Dequeue();
                await road.ReceiveAsync(next.Vendor(road), next.Message(road));
                break;
            case 3:
                // A crash: claimed and never heard of again.
                await road.ClaimAsync(random.Next(2) == 0 ? road.Ring : road.Watch, count: 1);
                break;
            case 4:
                road.Time.Advance(random.Next(3) == 0 ? WorkQueue.Lease : TimeSpan.FromSeconds(random.Next(30)));
                break;
            default:
                await Task.WhenAll((await road.ClaimAsync(road.Ring, count: random.Next(1, 4))).Concat(await road.ClaimAsync(road.Watch, count: random.Next(1, 3))).Select(road.RunAsync));
                break;
        }
    }

    private async Task<List<DayView>> InOrderAsync(List<Delivery> deliveries)
    {
        await using var road = await Road.OpenAsync(StorageKind.Sqlite, postgres);
        var user = await road.AddPersonAsync("ann");
        foreach (var delivery in deliveries)
        {
            await road.PushAsync(delivery.Vendor(road), delivery.Message(road));
        }

        await road.SettleAllAsync();
        return await DaysAsync(road, user);
    }

    /// <summary>Nights and steps of two vendors, most corrected later, some deleted. One source per signal: which of two sources a day shows also depends on when each came.</summary>
    private static List<Delivery> Deliveries(Random random)
    {
        var deliveries = new List<Delivery>();
        for (var i = 0; i < Days; i++)
        {
            var day = First.AddDays(i);
            for (var version = 1; version <= random.Next(1, 4); version++)
            {
                deliveries.Add(new(false, "sleep", TestRecords.Night(day, 5 + (random.Next(12) / 4.0), random.Next(40, 90), random.Next(45, 65), order: version, final: version > 1)));
                deliveries.Add(new(true, "day", TestRecords.DaySummary(day, random.Next(20_000), random.Next(100), order: version, source: TestRecords.Watch)));
            }

            if (random.Next(6) == 0)
            {
                deliveries.Add(new(false, "sleep", TestRecords.Night(day, 1) with { Deleted = true, OrderAtMs = 9, Values = new() }));
            }
        }

        return deliveries;
    }

    private static List<Delivery> Shuffled(Random random, Delivery[] deliveries)
    {
        random.Shuffle(deliveries);
        return [.. deliveries];
    }

    private static async Task<List<DayView>> DaysAsync(Road road, Guid user) => [.. (await road.DaysAsync(user)).Where(row => row.WearableSource is not null).Select(row => new DayView(
        row.Date, row.SleepDurationHours, row.SleepEfficiency, row.HrvAvg, row.RhrAvg, row.RecoveryScore, row.InputsHash, row.Steps, row.ActivityMinutes, row.StrainScore, row.IsProvisionalSleep, row.WearableSource))];

    private sealed record Delivery(bool OfWatch, string Family, NormalizedRecord Record)
    {
        public ScriptedProvider Vendor(Road road) => OfWatch ? road.Watch : road.Ring;

        // Each version of a record is a delivery of its own; a repeat of it is the same delivery.
        public IncomingMessage Message(Road road) => Vendor(road).Push("ann", Family, Record.Day!.Value.ToString("O", null), Record) with
        {
            DeliveryKey = DeliveryKey.Of(Family, Record.ExternalId, Record.OrderAtMs.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        };
    }

    private sealed record DayView(
        DateOnly Date, double? Hours, double? Efficiency, double? Hrv, double? Rhr, double? Score, string? InputsHash, int? Steps, double? Activity, double? Strain, bool Provisional, string? Source);
}
