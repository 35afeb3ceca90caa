using Apex.Domain.Sleep;

namespace Apex.Domain.Merging;

/// <summary>What one stream reports as the sleep of a day.</summary>
/// <param name="Main">Null when nothing reaches the length of a main sleep.</param>
internal sealed record Night(SourceStream Stream, SleepGroup? Main, double NapMin)
{
    /// <summary>The nights of the day by stream.</summary>
    public static IReadOnlyList<Night> OfDay(DateOnly day, string zone, IReadOnlyList<SleepPiece> pieces) =>
        [.. WithoutEchoes(pieces)
            .GroupBy(piece => SourceStream.Of(piece.Record))
            .Select(stream => Of(day, zone, stream.Key, SleepGroup.From(stream)))];

    private static Night Of(DateOnly day, string zone, SourceStream stream, IReadOnlyList<SleepGroup> groups)
    {
        var pick = MainSleep.Pick([.. groups.Select(group => group.Sleep)], zone, day);
        var main = groups.FirstOrDefault(group => ReferenceEquals(group.Sleep, pick.Main));
        return new(stream, main, pick.Naps.Sum(nap => nap.AsleepMin));
    }

    /// <summary>The vendor's own report beats an aggregator's echo of it.</summary>
    private static IEnumerable<SleepPiece> WithoutEchoes(IReadOnlyList<SleepPiece> pieces) =>
        pieces.Where(piece => piece.Record.Via is null || !pieces.Any(other =>
            other.Record.Via is null && other.Record.Source == piece.Record.Source && SameNight.Touch(other.Sleep, piece.Sleep)));
}
