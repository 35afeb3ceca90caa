using Apex.Domain.Plausibility;
using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>The fragments of one sleep of one stream, joined.</summary>
internal sealed record SleepGroup(NormalizedSleep Sleep, IReadOnlyList<SleepPiece> Pieces)
{
    /// <summary>The fragment with most minutes asleep: HRV and resting HR of the night come from its record.</summary>
    public SleepPiece MainPiece => Pieces
        .OrderByDescending(piece => piece.Sleep.AsleepMin)
        .ThenByDescending(piece => piece.Sleep.EndUtc)
        .ThenBy(piece => piece.Record.ExternalId, StringComparer.Ordinal)
        .First();

    /// <summary>One stream's pieces as whole sleeps in time order; what cannot be one person's sleep is left out.</summary>
    public static IReadOnlyList<SleepGroup> From(IEnumerable<SleepPiece> ofStream) =>
        [.. SleepFragments.Group(WithoutRepeats(ofStream), piece => piece.Sleep)
            .Select(pieces => new SleepGroup(SleepFragments.Join([.. pieces.Select(piece => piece.Sleep)]), pieces))
            .Where(group => group.Sleep.SleepDurationHours <= Limits.SleepHours.HardMax)];

    /// <summary>A source may report one sleep twice under two ids (tentative and final): the better report stands, they are never added.</summary>
    private static List<SleepPiece> WithoutRepeats(IEnumerable<SleepPiece> pieces)
    {
        List<SleepPiece> kept = [];
        var bestFirst = pieces
            .OrderBy(piece => piece.Sleep.Tentative)
            .ThenByDescending(piece => piece.Sleep.AsleepMin)
            .ThenByDescending(piece => piece.Record.Version)
            .ThenBy(piece => piece.Record.ExternalId, StringComparer.Ordinal);
        foreach (var piece in bestFirst)
        {
            if (!kept.Exists(other => SameNight.Is(other.Sleep, piece.Sleep)))
            {
                kept.Add(piece);
            }
        }

        // Grouping sorts by time and keeps this order between equals.
        return kept;
    }
}
