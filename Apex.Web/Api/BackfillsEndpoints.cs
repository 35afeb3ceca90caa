using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class BackfillsEndpoints
{
    public static void MapBackfills(this RouteGroupBuilder api)
    {
        var user = api.MapGroup("/users/{id:guid}").WithTags("Backfill");
        user.MapPost("/sync", SyncAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("syncUser").WithSummary("Asks every vendor of the person that can be asked for the last days, now.");
        user.MapPost("/backfill", RequestAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(400, 404, 422)
            .WithName("requestBackfill").WithSummary("Asks a vendor for past days; while one is under way on any of these days, that one is the answer.");
        user.MapGet("/backfills", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("listBackfills").WithSummary("A person's backfills, newest first, each with how far it is.");
        user.MapPost("/backfills/{backfillId:guid}/cancel", CancelAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404, 409)
            .WithName("cancelBackfill").WithSummary("Ends a backfill where it stands; stored days stay.");
    }

    internal static async Task<Results<Accepted<SyncStarted>, ProblemHttpResult>> SyncAsync(Guid id, SyncNow sync, ClaimsPrincipal caller)
    {
        var outcome = await sync.StartAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<SyncStarted>.Done done ? TypedResults.Accepted((string?)null, done.Value) : ApiProblems.Of(outcome, "user");
    }

    internal static async Task<Results<Accepted<BackfillView>, ProblemHttpResult>> RequestAsync(Guid id, BackfillRequest request, Backfills backfills, ClaimsPrincipal caller)
    {
        var outcome = await backfills.RequestAsync(id, request, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<BackfillView>.Done done ? TypedResults.Accepted((string?)null, done.Value) : ApiProblems.Of(outcome, "user");
    }

    internal static async Task<Results<Ok<Page<BackfillView>>, ProblemHttpResult>> ListAsync(Guid id, Backfills backfills, CancellationToken ct) =>
        await backfills.ListAsync(id, ct) is { } found ? TypedResults.Ok(new Page<BackfillView>(found, null)) : ApiProblems.NotFound("user");

    internal static async Task<Results<Ok<BackfillView>, ProblemHttpResult>> CancelAsync(Guid id, Guid backfillId, Backfills backfills, ClaimsPrincipal caller)
    {
        var outcome = await backfills.CancelAsync(id, backfillId, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<BackfillView>.Done done ? TypedResults.Ok(done.Value) : ApiProblems.Of(outcome, "backfill");
    }
}
