using Apex.Infrastructure;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class RunsEndpoints
{
    public static void MapRuns(this RouteGroupBuilder api)
    {
        api.MapGet("/users/{id:guid}/runs", OfUserAsync).WithTags("Runs").RequireAuthorization(ApiPolicies.Read).Refuses(404, 422)
            .WithName("listRuns").WithSummary("What the workers did for a person, newest first.");
        api.MapGet("/runs/{id:long}", FindAsync).WithTags("Runs").RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getRun").WithSummary("One run: its steps, findings, messages and payloads.");
    }

    internal static async Task<Results<Ok<Page<RunView>>, ProblemHttpResult>> OfUserAsync(
        Guid id, [AsParameters] PageQuery page, Users users, RunReader runs, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var before = page.ReadId(problems);
        return problems.Any ? ApiProblems.Invalid(problems)
            : await users.FindAsync(id, ct) is null ? ApiProblems.NotFound("user")
            : TypedResults.Ok(await runs.OfUserAsync(id, before, page.Size, ct));
    }

    internal static async Task<Results<Ok<RunStory>, ProblemHttpResult>> FindAsync(long id, RunReader runs, CancellationToken ct) =>
        await runs.FindAsync(id, ct) is { } run ? TypedResults.Ok(run) : ApiProblems.NotFound("run");
}
