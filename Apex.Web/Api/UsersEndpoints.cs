using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class UsersEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapPost("", CreateAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(400, 422)
            .WithName("createUser").WithSummary("Creates a person; a known externalId answers 200 with the person it names.");
        users.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(422)
            .WithName("listUsers").WithSummary("Lists people in the order of their creation.");
        users.MapGet("/{id:guid}", FindAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getUser").WithSummary("One person.");
        users.MapPatch("/{id:guid}", PatchAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(400, 404, 422)
            .WithName("changeUser").WithSummary("Changes what the body names; stored days are re-scored.");
        users.MapDelete("/{id:guid}", EraseAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("eraseUser").WithSummary("Hides the person at once and erases everything of theirs in the background.");
    }

    internal static async Task<Results<Created<UserView>, Ok<UserView>, ProblemHttpResult>> CreateAsync(NewUser user, Users users, ClaimsPrincipal caller)
    {
        var outcome = await users.CreateAsync(user, ApiPolicies.ActorOf(caller));
        return outcome switch
        {
            Outcome<SavedUser>.Done { Value: { Created: true } saved } => TypedResults.Created($"/api/v1/users/{saved.User.Id}", saved.User),
            Outcome<SavedUser>.Done done => TypedResults.Ok(done.Value.User),
            _ => ApiProblems.Of(outcome, "user"),
        };
    }

    internal static async Task<Results<Ok<Page<UserView>>, ProblemHttpResult>> ListAsync([AsParameters] PageQuery page, Users users, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var after = page.ReadGuid(problems);
        return problems.Any ? ApiProblems.Invalid(problems) : TypedResults.Ok(await users.ListAsync(after, page.Size, ct));
    }

    internal static async Task<Results<Ok<UserView>, ProblemHttpResult>> FindAsync(Guid id, Users users, CancellationToken ct) =>
        await users.FindAsync(id, ct) is { } user ? TypedResults.Ok(user) : ApiProblems.NotFound("user");

    internal static async Task<Results<Ok<UserView>, ProblemHttpResult>> PatchAsync(Guid id, UserPatch patch, Users users, ClaimsPrincipal caller)
    {
        var outcome = await users.PatchAsync(id, patch, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<UserView>.Done done ? TypedResults.Ok(done.Value) : ApiProblems.Of(outcome, "user");
    }

    internal static async Task<Results<Accepted, ProblemHttpResult>> EraseAsync(Guid id, Users users, ClaimsPrincipal caller)
    {
        var outcome = await users.EraseAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<bool>.Done ? TypedResults.Accepted((string?)null) : ApiProblems.Of(outcome, "user");
    }
}
