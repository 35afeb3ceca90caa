namespace Apex.Infrastructure.Storage;

/// <summary>Keys of our own as a literal list for IN: one text for both databases, and nothing in it comes from outside.</summary>
internal static class IdList
{
    /// <summary>In the letter case SQLite stores them in; PostgreSQL reads either. An empty list matches nothing.</summary>
    public static string Of(IReadOnlyCollection<Guid> ids) =>
        ids.Count == 0 ? "NULL" : string.Join(',', ids.Select(id => $"'{id.ToString("D").ToUpperInvariant()}'"));

    public static string Of(IReadOnlyCollection<long> ids) =>
        ids.Count == 0 ? "NULL" : string.Join(',', ids.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
}
