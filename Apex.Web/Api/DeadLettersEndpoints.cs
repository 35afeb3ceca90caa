using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Reading;
using Apex.Infrastructure.Work;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class DeadLettersEndpoints
{
    public static void MapDeadLetters(this RouteGroupBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(400, 422)
            .WithName("listDeadLetters").WithSummary("What cannot go on by itself, newest first; state is open, replayed, discarded or resolved.");
        letters.MapGet("/{id:long}", FindAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getDeadLetter").WithSummary("One letter with its messages, bodies masked.");
        letters.MapPost("/{id:long}/replay", ReplayAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404, 409)
            .WithName("replayDeadLetter").WithSummary("Gives its messages back to the queue.");
        letters.MapPost("/{id:long}/discard", DiscardAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404, 409)
            .WithName("discardDeadLetter").WithSummary("Gives up on it.");
    }

    internal static async Task<Results<Ok<Page<DeadLetterView>>, ProblemHttpResult>> ListAsync(
        string? state, string? provider, Guid? userId, string? fingerprint, [AsParameters] PageQuery page, DeadLetters letters, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var before = page.ReadId(problems);
        problems.CheckFilter("provider", provider);
        problems.CheckFilter("fingerprint", fingerprint);
        problems.CheckOneOf("state", state, "open", "replayed", "discarded", "resolved");
        return problems.Any
            ? ApiProblems.Invalid(problems)
            : TypedResults.Ok(await letters.ListAsync(new(state, provider, userId, fingerprint), before, page.Size, ct));
    }

    internal static async Task<Results<Ok<DeadLetterStory>, ProblemHttpResult>> FindAsync(long id, DeadLetters letters, CancellationToken ct) =>
        await letters.FindAsync(id, ct) is { } letter ? TypedResults.Ok(letter) : ApiProblems.NotFound("dead letter");

    internal static async Task<Results<Accepted<DeadLetterView>, ProblemHttpResult>> ReplayAsync(long id, DeadLetters letters, ClaimsPrincipal caller)
    {
        var outcome = await letters.ReplayAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<DeadLetterView>.Done done ? TypedResults.Accepted((string?)null, done.Value) : ApiProblems.Of(outcome, "dead letter");
    }

    internal static async Task<Results<Ok<DeadLetterView>, ProblemHttpResult>> DiscardAsync(long id, DeadLetters letters, ClaimsPrincipal caller)
    {
        var outcome = await letters.DiscardAsync(id, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<DeadLetterView>.Done done ? TypedResults.Ok(done.Value) : ApiProblems.Of(outcome, "dead letter");
    }
}
