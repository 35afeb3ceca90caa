using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class ConnectionsEndpoints
{
    public static void MapConnections(this RouteGroupBuilder api)
    {
        var connections = api.MapGroup("/users/{id:guid}/connections").WithTags("Connections");
        connections.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("listConnections").WithSummary("A person's connections, removed ones included; never the tokens.");
        connections.MapPost("", AddAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(400, 404, 409, 422)
            .WithName("addConnection").WithSummary("Takes over an existing grant; messages that waited for this person go to work at once.");
        connections.MapDelete("/{connectionId:guid}", RemoveAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("removeConnection").WithSummary("Forgets the tokens and tells the vendor, later; stored days stay.");
    }

    internal static async Task<Results<Ok<Page<ConnectionView>>, ProblemHttpResult>> ListAsync(Guid id, ConnectionAdmin connections, CancellationToken ct) =>
        await connections.ListAsync(id, ct) is { } found ? TypedResults.Ok(new Page<ConnectionView>(found, null)) : ApiProblems.NotFound("user");

    internal static async Task<Results<Created<ConnectionView>, Ok<ConnectionView>, ProblemHttpResult>> AddAsync(
        Guid id, ConnectRequest request, ConnectionAdmin connections, ClaimsPrincipal caller)
    {
        var outcome = await connections.AddAsync(id, request.ToGrant(), ApiPolicies.ActorOf(caller));
        return outcome switch
        {
            Outcome<SavedConnection>.Done { Value: { Created: true } saved } => TypedResults.Created((string?)null, saved.Connection),
            Outcome<SavedConnection>.Done done => TypedResults.Ok(done.Value.Connection),
            _ => ApiProblems.Of(outcome, "user"),
        };
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(Guid id, Guid connectionId, ConnectionAdmin connections, ClaimsPrincipal caller)
    {
        var outcome = await connections.RemoveAsync(id, connectionId, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<bool>.Done ? TypedResults.NoContent() : ApiProblems.Of(outcome, "connection");
    }
}
