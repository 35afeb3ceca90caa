namespace Apex.Web.Components.Shared;

/// <summary>Names of sources and vendors as people write them: derived, so that a new vendor needs no line here.</summary>
internal static class SourceText
{
    /// <summary><c>google_health</c> is <c>Google Health</c>.</summary>
    public static string Name(string? source) => source is null
        ? "–"
        : string.Join(' ', source.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}
