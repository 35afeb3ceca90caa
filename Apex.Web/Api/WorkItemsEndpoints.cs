using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class WorkItemsEndpoints
{
    public static void MapWorkItems(this RouteGroupBuilder api)
    {
        var items = api.MapGroup("/work-items").WithTags("Work items");
        items.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(400, 422)
            .WithName("listWorkItems").WithSummary("What is to be done, newest first; state is running, waiting or due.");
        items.MapGet("/{id:long}", FindAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getWorkItem").WithSummary("One thing to do; what is done is gone from here and in the runs.");
        items.MapPost("/{id:long}/retry", RetryAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404, 409)
            .WithName("retryWorkItem").WithSummary("Tries it now instead of later.");
        items.MapPost("/{id:long}/cancel", CancelAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("cancelWorkItem").WithSummary("Ends it unfinished; its messages count as settled and stay readable.");
    }

    internal static async Task<Results<Ok<Page<WorkItemView>>, ProblemHttpResult>> ListAsync(
        string? provider, string? state, string? externalUserId, Guid? userId, [AsParameters] PageQuery page, WorkItemReader items, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var before = page.ReadId(problems);
        problems.CheckFilter("provider", provider);
        problems.CheckFilter("externalUserId", externalUserId);
        problems.CheckOneOf("state", state, WorkItemReader.Running, WorkItemReader.Waiting, WorkItemReader.Due);
        return problems.Any
            ? ApiProblems.Invalid(problems)
            : TypedResults.Ok(await items.ListAsync(new(provider, state, externalUserId, userId), before, page.Size, ct));
    }

    internal static async Task<Results<Ok<WorkItemView>, ProblemHttpResult>> FindAsync(long id, WorkItemReader items, CancellationToken ct) =>
        await items.FindAsync(id, ct) is { } item ? TypedResults.Ok(item) : ApiProblems.NotFound("work item");

    internal static async Task<Results<Accepted, ProblemHttpResult>> RetryAsync(long id, WorkItemAdmin items, ClaimsPrincipal caller)
    {
        var outcome = await items.RetryNowAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<bool>.Done ? TypedResults.Accepted((string?)null) : ApiProblems.Of(outcome, "work item");
    }

    internal static async Task<Results<NoContent, ProblemHttpResult>> CancelAsync(long id, WorkItemAdmin items, ClaimsPrincipal caller)
    {
        var outcome = await items.CancelAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<bool>.Done ? TypedResults.NoContent() : ApiProblems.Of(outcome, "work item");
    }
}
