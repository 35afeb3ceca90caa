using Apex.Domain.Metrics;
using Apex.Domain.Plausibility;
using Apex.Domain.Records;

namespace Apex.Domain.Merging;

/// <summary>The records known at some point of the fold, and what each stream can offer from them for the day.</summary>
internal sealed class DayRecords(DateOnly day, IReadOnlyList<SourceRecord> records, IReadOnlyList<Night> nights)
{
    public IReadOnlyList<Night> Nights => nights;

    public IReadOnlyList<Offer<Night>> Sleep()
    {
        var nights = Nights.Where(night => night.Main is not null).ToList();
        return nights.ConvertAll(night =>
        {
            var sleep = night.Main!.Sleep;
            var sameNight = nights.Select(other => other.Main!.Sleep).Where(other => SameNight.Is(other, sleep)).ToList();
            return new Offer<Night>(night.Main.MainPiece.Record, night, CompletenessRank.Of(sleep, sameNight), IsComplete: !sleep.Tentative);
        });
    }

    public IReadOnlyList<Offer<HrvReading>> Hrv() => Nightly(RecordType.Hrv, record =>
        record.Values is { HrvKind: { } kind } && Limits.Hrv(kind).Keep(record.Values.HrvMs) is { } ms
            ? new Offer<HrvReading>(record, new(ms, kind))
            : null);

    public IReadOnlyList<Offer<double>> RestingHr() => Nightly(RecordType.Day, record =>
        Limits.RestingHrBpm.Keep(record.Values.RestingHrBpm) is { } bpm ? new Offer<double>(record, bpm) : null);

    public IReadOnlyList<Offer<int>> Steps() => OfDay(RecordType.Day, record =>
        Limits.Steps.Keep(record.Values.Steps) is { } steps ? new Offer<int>(record, (int)steps) : null);

    public IReadOnlyList<Offer<double>> Activity() => OfDay(RecordType.Day, record =>
        Limits.ActivityMin.Keep(ActivityMinutes(record.Values)) is { } minutes ? new Offer<double>(record, minutes) : null);

    public IReadOnlyList<Offer<StrainReading>> Strain() => OfDay(RecordType.Day, record =>
        StrainReading.From(record) is { } reading ? new Offer<StrainReading>(record, reading, reading.Completeness) : null);

    private static double? ActivityMinutes(RecordValues values) => values switch
    {
        { ActivityMinutes: { } minutes } => minutes,
        { ModerateMinutes: null, VigorousMinutes: null } => null,
        _ => (values.ModerateMinutes ?? 0) + (values.VigorousMinutes ?? 0),
    };

    /// <summary>Per stream what its main sleep carries, else what a record of its own says.</summary>
    private List<Offer<T>> Nightly<T>(RecordType ownType, Func<SourceRecord, Offer<T>?> read)
    {
        var inSleep = Nights.Select(night => night.Main is { } main ? read(main.MainPiece.Record) : null).OfType<Offer<T>>().ToList();
        var own = OfDay(ownType, read).Where(offer => !inSleep.Exists(other => other.Stream == offer.Stream));
        return WithoutEchoes([.. inSleep, .. own]);
    }

    /// <summary>Per stream the newest record of the day that has the value; values are never added up.</summary>
    private List<Offer<T>> OfDay<T>(RecordType type, Func<SourceRecord, Offer<T>?> read) =>
        WithoutEchoes([.. records
            .Where(record => record.Type == type && record.Day == day)
            .Select(read)
            .OfType<Offer<T>>()
            .GroupBy(offer => offer.Stream)
            .Select(stream => stream
                .OrderByDescending(offer => offer.Record.Version)
                .ThenBy(offer => offer.Record.ExternalId, StringComparer.Ordinal)
                .First())]);

    /// <summary>The vendor's own report beats an aggregator's echo of it.</summary>
    private static List<Offer<T>> WithoutEchoes<T>(List<Offer<T>> offers) =>
        offers.FindAll(offer => offer.Stream.IsDirect
            || !offers.Exists(other => other.Stream.IsDirect && other.Stream.Source == offer.Stream.Source));
}

internal readonly record struct HrvReading(double Ms, HrvKind Kind);
