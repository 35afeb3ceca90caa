namespace Apex.Web.Security;

/// <summary>On every answer; pages and API answers are also kept out of every cache.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Style attributes (not style sheets) may be inline: Blazor's Virtualize and Radzen's grids place rows with them.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
        + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state => Add((HttpContext)state), context);
        return next(context);
    }

    private static Task Add(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (IsPersonal(context.Response.ContentType))
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }

    // Everything but static files: those are the only answers with these types.
    private static bool IsPersonal(string? contentType) =>
        contentType is null || !(contentType.StartsWith("text/css", StringComparison.Ordinal)
            || contentType.StartsWith("text/javascript", StringComparison.Ordinal)
            || contentType.StartsWith("font/", StringComparison.Ordinal)
            || contentType.StartsWith("image/", StringComparison.Ordinal));
}
