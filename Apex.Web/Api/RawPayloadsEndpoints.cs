using System.Security.Claims;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class RawPayloadsEndpoints
{
    public static void MapRawPayloads(this RouteGroupBuilder api) =>
        api.MapGet("/raw-payloads/{id:long}", RevealAsync).WithTags("Raw payloads").RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("revealRawPayload").WithSummary("What was fetched, as it came; that it was seen is recorded.");

    internal static async Task<Results<Ok<RevealedPayload>, ProblemHttpResult>> RevealAsync(long id, RawPayloadReader payloads, ClaimsPrincipal caller, CancellationToken ct) =>
        await payloads.RevealAsync(id, ApiPolicies.ActorOf(caller), ct) is { } payload ? TypedResults.Ok(payload) : ApiProblems.NotFound("raw payload");
}
