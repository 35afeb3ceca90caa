using Apex.Domain.Metrics;

namespace Apex.Domain.Merging;

/// <summary>Which of two offers is the better one (science 3.6 rules 2-4).</summary>
internal static class OfferRank
{
    /// <summary>True when the challenger is strictly better; an equal one never replaces what stands.</summary>
    public static bool Beats<T>(Offer<T> challenger, Offer<T> current, SignalGroup group) =>
        RankOf(challenger, group).CompareTo(RankOf(current, group)) > 0;

    /// <summary>A total order in which equals are told apart: newest update first, then names, so that a choice never hangs on input order.</summary>
    public static IReadOnlyList<Offer<T>> BestFirst<T>(IEnumerable<Offer<T>> offers, SignalGroup group) =>
        [.. offers
            .OrderByDescending(offer => RankOf(offer, group))
            .ThenByDescending(offer => offer.Stream.IsDirect)
            .ThenByDescending(offer => offer.Record.Version.OrderAtMs)
            .ThenBy(offer => offer.Stream.Source.Value, StringComparer.Ordinal)
            .ThenBy(offer => offer.Stream.Via, StringComparer.Ordinal)
            .ThenBy(offer => offer.Stream.ConnectionId)];

    private static (int Completeness, int Place) RankOf<T>(Offer<T> offer, SignalGroup group) =>
        (offer.Completeness, -SourceOrder.PlaceOf(offer.Stream.Source, group));
}
