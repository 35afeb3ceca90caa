using Apex.Domain.Metrics;

namespace Apex.Domain.Merging;

/// <summary>HRV and resting HR come from the source of the sleep when it has them: they were measured in it.</summary>
internal static class SleepFollower
{
    public static Offer<T>? Choose<T>(
        HysteresisFold fold,
        SignalGroup group,
        SourceId? preferred,
        SourceStream? sleepStream,
        Func<DayRecords, IReadOnlyList<Offer<T>>> offersOf)
    {
        var offers = OfferRank.BestFirst(offersOf(fold.All), group);
        var isPreferredThere = offers.Any(offer => offer.Stream.Source == preferred);
        var ofSleep = isPreferredThere
            ? null
            : offers.FirstOrDefault(offer => offer.Stream == sleepStream)
                // The same device by another way, such as an HRV only an aggregator passes on.
                ?? offers.FirstOrDefault(offer => offer.Stream.Source == sleepStream?.Source);
        return ofSleep ?? fold.Run(group, preferred, offersOf);
    }
}
