using System.Text;

namespace Apex.Infrastructure.Storage;

/// <summary>Vendors' texts as both databases can keep them: PostgreSQL refuses U+0000, UTF-8 has no lone surrogates. One such text would fail
/// the whole batch it came in.</summary>
internal static class StoredText
{
    public static string Clean(string text) =>
        text.Contains('\0', StringComparison.Ordinal) || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? Replaced(text) : text;

    private static string Replaced(string text)
    {
        var clean = new StringBuilder(text.Length);

        // A lone surrogate comes out of the enumeration as U+FFFD already.
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return clean.ToString();
    }
}
