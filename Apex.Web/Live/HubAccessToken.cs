namespace Apex.Web.Live;

/// <summary>A browser cannot put a header on a WebSocket: clients send the API key as <c>access_token</c> there, and only there it is believed.</summary>
internal sealed class HubAccessToken(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments(LiveHub.Path) && request.Headers.Authorization.Count == 0 && request.Query["access_token"] is [{ Length: > 0 } token])
        {
            request.Headers.Authorization = "Bearer " + token;
        }

        return next(context);
    }
}
