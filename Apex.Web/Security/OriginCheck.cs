using Apex.Web.Configuration;
using Microsoft.Extensions.Options;

namespace Apex.Web.Security;

/// <summary>
/// Refuses connections opened by pages of other sites before a circuit is made for them: a browser sends the visitor's cookie with a
/// cross-site WebSocket handshake (OWASP ASVS 5.0, 4.4.2). Programs send no Origin and pass.
/// </summary>
internal sealed partial class OriginCheck(RequestDelegate next, IOptions<ApexOptions> settings, ILogger<OriginCheck> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        var path = request.Path.StartsWithSegments(settings.Value.BasePath, out var inside) ? inside : request.Path;
        if (!AppPaths.OpensConnection(path) || request.Headers.Origin is not [{ } origin] || IsOurs(origin, request.Host))
        {
            return next(context);
        }

        LogRefused();
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    // Scheme is not compared with the request's: behind a proxy that ends TLS, Apex sees http.
    private bool IsOurs(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && (uri.Scheme is "http" or "https")
        && (string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            || (settings.Value.PublicUrl is { } ours && Uri.Compare(uri, ours, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0));

    [LoggerMessage(4005, LogLevel.Warning, "Refused a connection opened by a page of another site")]
    private partial void LogRefused();
}
