using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class MessagesEndpoints
{
    public static void MapMessages(this RouteGroupBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Messages");
        messages.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read).Refuses(400, 422)
            .WithName("listMessages").WithSummary("Deliveries, newest first; state is pending, settled, orphan or dead.");
        messages.MapGet("/{id:long}", FindAsync).RequireAuthorization(ApiPolicies.Read).Refuses(404)
            .WithName("getMessage").WithSummary("One delivery, its body masked: size, hash and field names.");
        messages.MapGet("/{id:long}/body", RevealAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("revealMessage").WithSummary("The body as it came; that it was seen is recorded.");
    }

    internal static async Task<Results<Ok<Page<MessageView>>, ProblemHttpResult>> ListAsync(
        string? provider, string? state, string? externalUserId, Guid? userId, long? runId, [AsParameters] PageQuery page, MessageReader messages, CancellationToken ct)
    {
        var problems = new FieldProblems();
        var before = page.ReadId(problems);
        problems.CheckFilter("provider", provider);
        problems.CheckFilter("externalUserId", externalUserId);
        problems.CheckOneOf("state", state, "pending", "settled", "orphan", "dead");
        return problems.Any
            ? ApiProblems.Invalid(problems)
            : TypedResults.Ok(await messages.ListAsync(new(provider, state, externalUserId, userId, runId), before, page.Size, ct));
    }

    internal static async Task<Results<Ok<MaskedMessage>, ProblemHttpResult>> FindAsync(long id, MessageReader messages, CancellationToken ct) =>
        await messages.FindAsync(id, ct) is { } message ? TypedResults.Ok(message) : ApiProblems.NotFound("message");

    internal static async Task<Results<Ok<RevealedBody>, ProblemHttpResult>> RevealAsync(long id, MessageReader messages, ClaimsPrincipal caller, CancellationToken ct) =>
        await messages.RevealAsync(id, ApiPolicies.ActorOf(caller), ct) is { } body ? TypedResults.Ok(body) : ApiProblems.NotFound("message");
}
