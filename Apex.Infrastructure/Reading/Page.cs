namespace Apex.Infrastructure.Reading;

/// <summary>A part of a list.</summary>
/// <param name="NextCursor">Hand it in to read on; null: this was the last part.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);

/// <summary>Cuts lists that were read one item beyond the limit.</summary>
internal static class Page
{
    public const int MaxLimit = 200;

    public static Page<T> Cut<T>(List<T> items, int limit, Func<T, string> cursorOf) =>
        items.Count <= limit ? new(items, null) : new(items[..limit], cursorOf(items[limit - 1]));

    public static Page<T> Cut<T>(List<T> items, int limit, Func<T, long> idOf) =>
        Cut(items, limit, item => idOf(item).ToString(System.Globalization.CultureInfo.InvariantCulture));
}
