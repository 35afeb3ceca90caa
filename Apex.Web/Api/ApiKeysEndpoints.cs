using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Security;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class ApiKeysEndpoints
{
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("API keys").RequireAuthorization(ApiPolicies.Keys);
        keys.MapGet("", ListAsync).WithName("listApiKeys").WithSummary("All keys, revoked ones included; never the keys themselves.");
        keys.MapPost("", CreateAsync).Refuses(400, 422)
            .WithName("createApiKey").WithSummary("Makes a key with some of the scopes read, manage, ingest. It is shown this once.");
        keys.MapDelete("/{id:guid}", RevokeAsync).Refuses(404).WithName("revokeApiKey").WithSummary("The key is refused from now on.");
    }

    internal static async Task<Ok<Page<ApiKeyView>>> ListAsync(ApiKeyStore keys, CancellationToken ct) =>
        TypedResults.Ok(new Page<ApiKeyView>(await keys.ListAsync(ct), null));

    internal static async Task<Results<Created<CreatedApiKey>, ProblemHttpResult>> CreateAsync(NewApiKey key, ApiKeyStore keys, ClaimsPrincipal caller)
    {
        var outcome = await keys.CreateAsync(key, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<CreatedApiKey>.Done done ? TypedResults.Created((string?)null, done.Value) : ApiProblems.Of(outcome, "key");
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(Guid id, ApiKeyStore keys, ClaimsPrincipal caller)
    {
        var outcome = await keys.RevokeAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<bool>.Done ? TypedResults.NoContent() : ApiProblems.Of(outcome, "key");
    }
}
