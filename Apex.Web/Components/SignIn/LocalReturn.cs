namespace Apex.Web.Components.SignIn;

/// <summary>Where to go after signing in: only ever a page of this site, whatever the link said.</summary>
internal static class LocalReturn
{
    /// <param name="returnUrl">As it came: with the base path, because the challenge wrote it that way.</param>
    /// <returns>An address relative to the base; empty is the start page.</returns>
    public static string Within(string? returnUrl, PathString basePath)
    {
        if (!IsLocal(returnUrl))
        {
            return "";
        }

        var end = returnUrl!.IndexOfAny(['?', '#']);
        var path = end < 0 ? returnUrl : returnUrl[..end];
        var inside = basePath.HasValue && new PathString(path).StartsWithSegments(basePath, out var rest) ? rest.Value! : path;
        return inside.TrimStart('/') + (end < 0 ? "" : returnUrl[end..]);
    }

    // "//host", "/\host" and control characters all leave the site in some browser.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal);
}
