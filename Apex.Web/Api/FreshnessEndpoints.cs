using Apex.Infrastructure;
using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class FreshnessEndpoints
{
    public static void MapFreshness(this RouteGroupBuilder api)
    {
        api.MapGet("/users/{id:guid}/freshness", FindAsync).WithTags("Freshness").RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getFreshness").WithSummary("How fresh each signal of a person is, why it is late, and what happens next.");
        api.MapGet("/freshness", FleetAsync).WithTags("Freshness").RequireAuthorization(ApiPolicies.Read).Refuses(422)
            .WithName("listFreshness").WithSummary("The same for everyone, by pages of people.");
    }

    internal static async Task<Results<Ok<PersonFreshness>, ProblemHttpResult>> FindAsync(Guid id, FreshnessReader freshness, CancellationToken ct) =>
        await freshness.FindAsync(id, ct) is { } person ? TypedResults.Ok(person) : ApiProblems.NotFound("user");

    internal static async Task<Results<Ok<Page<PersonFreshness>>, ProblemHttpResult>> FleetAsync([AsParameters] PageQuery page, FreshnessReader freshness, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var after = page.ReadGuid(problems);
        return problems.Any ? ApiProblems.Invalid(problems) : TypedResults.Ok(await freshness.FleetAsync(after, page.Size, ct));
    }
}
