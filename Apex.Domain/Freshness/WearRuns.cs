using System.Globalization;
using System.Text;

namespace Apex.Domain.Freshness;

/// <summary>A day of wear as a short text, minutes before their kind: "180-420r840a" is three hours not worn, seven at rest, fourteen active.</summary>
public static class WearRuns
{
    public static string Encode(IEnumerable<WearKind> steps, int stepMin)
    {
        var text = new StringBuilder();
        var (kind, minutes) = (default(WearKind), 0);
        foreach (var step in steps)
        {
            if (step != kind && minutes > 0)
            {
                text.Append(minutes.ToString(CultureInfo.InvariantCulture)).Append(Letter(kind));
                minutes = 0;
            }

            (kind, minutes) = (step, minutes + stepMin);
        }

        return minutes == 0 ? text.ToString() : text.Append(minutes.ToString(CultureInfo.InvariantCulture)).Append(Letter(kind)).ToString();
    }

    public static bool IsNeverWorn(string runs) => runs.AsSpan().IndexOfAny("ra") < 0;

    /// <summary>What cannot be read is left out with all that follows.</summary>
    public static IReadOnlyList<WearSpan> Decode(DateTimeOffset from, string runs)
    {
        List<WearSpan> spans = [];
        for (var (at, end) = (0, 0); (end = runs.AsSpan(at).IndexOfAny("-ra")) >= 0; at += end + 1)
        {
            if (!int.TryParse(runs.AsSpan(at, end), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes))
            {
                break;
            }

            var start = spans.Count == 0 ? from : spans[^1].Until;
            spans.Add(new(start, start.AddMinutes(minutes), KindOf(runs[at + end])));
        }

        return spans;
    }

    private static char Letter(WearKind kind) => kind switch { WearKind.NotWorn => '-', WearKind.Rest => 'r', _ => 'a' };

    private static WearKind KindOf(char letter) => letter switch { '-' => WearKind.NotWorn, 'r' => WearKind.Rest, _ => WearKind.Active };
}
