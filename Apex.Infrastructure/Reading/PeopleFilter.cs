namespace Apex.Infrastructure.Reading;

/// <summary>Which people a bulk read is about, as a subquery that every other query joins: no list of ids travels.</summary>
/// <param name="Sql">Columns id, external_id, display_name, time_zone; one row more than <paramref name="Limit"/>.</param>
internal sealed record PeopleFilter(string Sql, int Limit, (string Name, object? Value)[] Args)
{
    private const string Columns = "SELECT id, external_id, display_name, time_zone FROM users WHERE erased_at IS NULL";

    public static PeopleFilter Search(string search, int limit)
    {
        var text = search.Trim();
        return text.Length == 0
            ? new($"{Columns} ORDER BY display_name, id LIMIT {limit + 1}", limit, [])
            : new(
                $"{Columns} AND (lower(display_name) LIKE @search ESCAPE '!' OR lower(external_id) LIKE @search ESCAPE '!') ORDER BY display_name, id LIMIT {limit + 1}",
                limit,
                [("@search", $"%{Escape(text.ToLowerInvariant())}%")]);
    }

    private static string Escape(string text) => text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal);
}
