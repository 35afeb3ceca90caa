using Apex.Domain.Metrics;
using Apex.Domain.Records;
using FsCheck;
using FsCheck.Fluent;

namespace Apex.Tests.Domain.Merging;

/// <summary>Hard sets of records: overlaps, fragments, naps, echoes through an aggregator, tombstones, tentative copies, several versions of
/// one record, impossible sessions, equal receipt instants and receipts after the day has closed.</summary>
internal static class RecordSets
{
    private static readonly SourceId[] Sources =
        [SourceId.Oura, SourceId.Whoop, SourceId.Garmin, SourceId.AppleHealth, SourceId.HealthConnect];

    /// <summary>Minutes after Monday 08:00 local: the morning, the next noon (closing), and after.</summary>
    private static readonly int[] Receipts = [0, 0, 5, 60, 240, 1679, 1680, 1681, 5000];

    public static Arbitrary<SourceRecord[]> Any { get; } = Gen.Sized(size => Gen.Choose(0, 4 + (size / 8)))
        .SelectMany(count => Gen.ArrayOf(Record, count))
        .Select(Numbered)
        .ToArbitrary();

    /// <summary>A set and a reordering of it.</summary>
    public static Arbitrary<(SourceRecord[] Set, SourceRecord[] Shuffled)> Shuffled { get; } =
        (from set in Any.Generator
         from shuffled in Gen.Shuffle(set)
         select (set, shuffled)).ToArbitrary();

    private static Gen<SourceRecord> Record =>
        from source in Gen.Elements(Sources)
        from via in Gen.Frequency((3, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("terra", "rook")))
        from id in Gen.Elements("a", "b", "c")
        from received in Gen.Elements(Receipts)
        from record in Gen.Frequency((5, SleepRecord(source, via)), (2, DayRecord(source, via)), (1, HrvRecord(source, via)))
        from tentative in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from deleted in Gen.Frequency((8, Gen.Constant(false)), (1, Gen.Constant(true)))
        from orderAtMs in Gen.Choose(1, 3)
        select record with
        {
            ExternalId = $"{record.Type}-{id}",
            FirstReceivedAt = RecordBuilder.At(received),
            Deleted = deleted,
            Version = new(!tentative, orderAtMs, 0),
        };

    private static Gen<SourceRecord> SleepRecord(SourceId source, string? via) =>
        from fromMin in Gen.Choose(-60, 40)
        from lengthMin in Gen.Elements(20, 60, 150, 240, 420, 480, 1300)
        from asleepShare in Gen.Elements(0.1, 0.7, 0.9, 1, 1.3)
        from staged in Gen.Elements(true, false)
        from inBed in Gen.Elements(true, false)
        from offsetMin in Gen.Frequency((6, Gen.Constant<int?>(null)), (1, Gen.Constant<int?>(-240)))
        from hrvMs in Gen.Elements<double?>(null, 40, 61.5)
        from bpm in Gen.Elements<double?>(null, 48, 55)
        select RecordBuilder.Sleep(
            source,
            Session(fromMin * 20, lengthMin, Math.Floor(lengthMin * asleepShare), staged, inBed) with { EndOffsetMin = offsetMin },
            via: via).WithHeart(hrvMs, bpm);

    private static Gen<SourceRecord> DayRecord(SourceId source, string? via) =>
        from steps in Gen.Elements<int?>(null, 0, 4000, 9100)
        from moderate in Gen.Elements<double?>(null, 0, 35)
        from bpm in Gen.Elements<double?>(null, 51)
        from strain in Gen.Elements<double?>(null, 9.5)
        from dayShift in Gen.Elements(0, 0, 0, -1, 1)
        select RecordBuilder.OfDay(
            source, new() { Steps = steps, ModerateMinutes = moderate, RestingHrBpm = bpm, VendorStrain = strain }, via: via) with
        {
            Day = RecordBuilder.Day.AddDays(dayShift),
        };

    private static Gen<SourceRecord> HrvRecord(SourceId source, string? via) =>
        from hrvMs in Gen.Choose(30, 90)
        select RecordBuilder.Hrv(source, hrvMs, via: via);

    private static SleepSession Session(double fromMin, double lengthMin, double asleepMin, bool staged, bool inBed)
    {
        var plain = RecordBuilder.Plain(fromMin, fromMin + lengthMin, asleepMin) with { InBedMin = inBed ? lengthMin : null };
        return staged
            ? plain with { RemMin = Math.Floor(asleepMin / 4), DeepMin = Math.Floor(asleepMin / 5), LightMin = Math.Floor(asleepMin / 2) }
            : plain;
    }

    /// <summary>Every copy is an arrival of its own.</summary>
    private static SourceRecord[] Numbered(SourceRecord[] records) =>
        [.. records.Select((record, arrival) => record with { Version = record.Version with { Generation = arrival } })];
}
