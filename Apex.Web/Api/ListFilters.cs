using Apex.Infrastructure;

namespace Apex.Web.Api;

/// <summary>Checks on the parameters lists are filtered by.</summary>
internal static class ListFilters
{
    private const int MaxLength = 256;

    public static void CheckFilter(this FieldProblems problems, string name, string? value)
    {
        if (value is not null)
        {
            problems.CheckText(name, value, MaxLength);
        }
    }

    public static void CheckOneOf(this FieldProblems problems, string name, string? value, params string[] known) =>
        problems.Check(value is null || known.Contains(value, StringComparer.Ordinal), name, $"must be one of {string.Join(", ", known)}");
}
