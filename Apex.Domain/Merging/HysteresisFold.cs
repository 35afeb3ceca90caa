using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Domain.Merging;

/// <summary>Goes through a day's records in the order they were first received and lets a better source take over until the day closes;
/// what stands is never replaced by a lower or equal one (science 3.6). It never reads the stored day: the same set gives the same day.</summary>
internal sealed class HysteresisFold
{
    private readonly DateTimeOffset _closesAt;
    private readonly List<(DateTimeOffset At, DayRecords Known)> _steps = [];

    /// <param name="closesAt">From here on only a value that is gone is replaced.</param>
    /// <param name="records">Live records, each once. Those received at one instant are one step.</param>
    public HysteresisFold(DateOnly day, string zone, DateTimeOffset closesAt, IReadOnlyList<SourceRecord> records)
    {
        _closesAt = closesAt;
        List<SourceRecord> known = [];
        List<SleepPiece> pieces = [];
        IReadOnlyList<Night> nights = [];
        // Sleeps of the days around may join the day's; of the rest only the day's own say anything about it.
        var relevant = records.Where(record => record.Type is RecordType.Sleep || record.Day == day);
        foreach (var step in relevant.GroupBy(record => record.FirstReceivedAt).OrderBy(step => step.Key))
        {
            known.AddRange(step);
            List<SleepPiece> arrived = [.. step.Select(SleepPiece.From).OfType<SleepPiece>()];
            pieces.AddRange(arrived);
            nights = arrived.Count > 0 ? Night.OfDay(day, zone, pieces) : nights;
            _steps.Add((step.Key, new(day, [.. known], nights)));
        }

        All = _steps.Count > 0 ? _steps[^1].Known : new(day, [], []);
    }

    /// <summary>Everything, whenever it was received.</summary>
    public DayRecords All { get; }

    /// <summary>The offer that stands in the end.</summary>
    /// <param name="preferred">Wins outright once it offers a complete value.</param>
    /// <param name="beats">When the challenger may take over; by default by rank.</param>
    public Offer<T>? Run<T>(
        SignalGroup group,
        SourceId? preferred,
        Func<DayRecords, IReadOnlyList<Offer<T>>> offersOf,
        Func<Offer<T>, Offer<T>, bool>? beats = null)
    {
        var isBetter = beats ?? ((challenger, current) => OfferRank.Beats(challenger, current, group));
        var hasPreferred = offersOf(All).Any(offer => offer.Stream.Source == preferred && offer.IsComplete);
        Offer<T>? current = null;
        foreach (var (at, known) in _steps)
        {
            var offers = OfferRank.BestFirst(offersOf(known).Where(offer => !hasPreferred || offer.Stream.Source == preferred), group);
            var standing = offers.FirstOrDefault(offer => offer.Stream == current?.Stream);
            current = standing is not null && at >= _closesAt ? standing : Best(offers, standing, isBetter);
        }

        return current;
    }

    private static Offer<T>? Best<T>(IReadOnlyList<Offer<T>> bestFirst, Offer<T>? standing, Func<Offer<T>, Offer<T>, bool> isBetter) =>
        bestFirst.Aggregate(standing, (best, offer) => best is null || isBetter(offer, best) ? offer : best);
}
