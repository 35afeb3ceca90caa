using Apex.Infrastructure.Reading;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Health;

/// <summary>For the container's supervisor: live = the process answers; ready = it does its work.</summary>
internal static class HealthEndpoints
{
    public static void MapApexHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/health/live", () => "ok").AllowAnonymous().ExcludeFromDescription();
        app.MapGet("/health/ready", ReadyAsync).AllowAnonymous().ExcludeFromDescription();
    }

    internal static async Task<JsonHttpResult<ReadyReport>> ReadyAsync(Readiness readiness)
    {
        var checks = await readiness.CheckAsync();
        var isReady = checks.All(check => check.Ok);
        return TypedResults.Json(
            new ReadyReport(isReady ? "ready" : "not_ready", checks), statusCode: isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Status">ready or not_ready.</param>
internal sealed record ReadyReport(string Status, IReadOnlyList<ReadinessCheck> Checks);
