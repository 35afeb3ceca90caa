using Apex.Domain.Metrics;

namespace Apex.Domain.Merging;

/// <summary>When one source's night replaces another's.</summary>
internal static class SleepTakeover
{
    /// <summary>Two reports of one sleep: the better source. Two different sleeps of one date (across the date line, or a night and a long
    /// day sleep seen by different devices): the longer one is the day's (science 3.4), then the later.</summary>
    public static bool IsBetter(Offer<Night> challenger, Offer<Night> current)
    {
        var (next, standing) = (challenger.Value.Main!.Sleep, current.Value.Main!.Sleep);
        return SameNight.Is(next, standing)
            ? OfferRank.Beats(challenger, current, SignalGroup.Sleep)
            : (next.AsleepMin, next.EndUtc).CompareTo((standing.AsleepMin, standing.EndUtc)) > 0;
    }
}
