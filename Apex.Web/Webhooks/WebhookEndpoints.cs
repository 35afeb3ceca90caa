using System.Diagnostics;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Providers;
using Apex.Web.Road;

namespace Apex.Web.Webhooks;

/// <summary>Where vendors call. Each hears exactly the code it wants (Providers/X/XWebhook.cs says which).</summary>
internal static class WebhookEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    public static void MapApexWebhooks(this IEndpointRouteBuilder app) =>
        app.MapMethods("/api/webhooks/{provider}/{secret?}", Methods, ReceiveAsync).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    internal static async Task<IResult> ReceiveAsync(string provider, string? secret, HttpContext http, WebhookIntake intake, InFlightBytes inFlight)
    {
        // An unknown path secret is as unknown as an unknown provider: neither tells which part was wrong.
        if (intake.Find(provider) is not { } route || route.HasSecretPath != secret is not null)
        {
            return TypedResults.NotFound();
        }

        if (HttpMethods.IsHead(http.Request.Method))
        {
            return TypedResults.Ok();
        }

        var startedAt = Stopwatch.GetTimestamp();
        var result = await DeliverAsync(provider, secret, route, http, intake, inFlight);
        if (StatusOf(result) is { } status)
        {
            intake.Answered(provider, status, Stopwatch.GetElapsedTime(startedAt));
        }

        return Answer(http, result);
    }

    private static async Task<IntakeResult> DeliverAsync(
        string provider, string? secret, WebhookRoute route, HttpContext http, WebhookIntake intake, InFlightBytes inFlight)
    {
        using var room = inFlight.TryTake(Math.Clamp(http.Request.ContentLength ?? route.MaxBodyBytes, 0, route.MaxBodyBytes));
        if (room is null)
        {
            return intake.NoRoom(provider);
        }

        return await RawBody.ReadAsync(http.Request, route.MaxBodyBytes, http.RequestAborted) switch
        {
            RawBody.Read body => await intake.ReceiveAsync(provider, Delivery(http.Request, secret, body.Bytes)),
            RawBody.TooLarge => new IntakeResult.Refused(StatusCodes.Status413PayloadTooLarge),
            _ => new IntakeResult.Refused(StatusCodes.Status415UnsupportedMediaType),
        };
    }

    // A handshake is no delivery.
    private static int? StatusOf(IntakeResult result) => result switch
    {
        IntakeResult.Accepted accepted => accepted.Status,
        IntakeResult.Refused refused => refused.Status,
        IntakeResult.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => null,
    };

    private static WebhookRequest Delivery(HttpRequest request, string? secret, ReadOnlyMemory<byte> body) => new(
        request.Method,
        secret,
        name => request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
        name => request.Query.TryGetValue(name, out var values) ? values.ToString() : null,
        body);

    private static IResult Answer(HttpContext http, IntakeResult result)
    {
        switch (result)
        {
            case IntakeResult.Handshake { Reply: var reply }:
                return reply.Body is null ? TypedResults.StatusCode(reply.Status) : TypedResults.Text(reply.Body, reply.ContentType, statusCode: reply.Status);
            case IntakeResult.Accepted accepted:
                http.Response.Headers["X-Apex-Message-Id"] = accepted.MessageId;
                return TypedResults.StatusCode(accepted.Status);
            case IntakeResult.Refused refused:
                return TypedResults.StatusCode(refused.Status);
            case IntakeResult.Unavailable unavailable:
                return Unavailable(http, unavailable.RetryAfterSeconds);
            default:
                return TypedResults.NotFound();
        }
    }

    private static StatusCodeResultWithRetry Unavailable(HttpContext http, int retryAfterSeconds) => new(http, retryAfterSeconds);

    private sealed class StatusCodeResultWithRetry(HttpContext http, int retryAfterSeconds) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = retryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        }
    }
}
