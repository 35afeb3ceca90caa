using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Gate;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class ProviderGateEndpoints
{
    public static void MapProviderGate(this RouteGroupBuilder api)
    {
        var provider = api.MapGroup("/providers/{provider}").WithTags("Providers");
        provider.MapPost("/pause", PauseAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("pauseProvider").WithSummary("Asks it nothing more; what it sends is received all the same.");
        provider.MapPost("/resume", ResumeAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("resumeProvider").WithSummary("Asks it again.");
        provider.MapPost("/reset-circuit", ResetCircuitAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404)
            .WithName("resetProviderCircuit").WithSummary("Forgets its failures and refused refreshes, and asks it again at once.");
    }

    internal static async Task<Results<Ok<ProviderGateView>, ProblemHttpResult>> PauseAsync(string provider, ProviderGates gates, ClaimsPrincipal caller) =>
        Answer(await gates.PauseAsync(provider, ApiPolicies.ActorOf(caller)));

    internal static async Task<Results<Ok<ProviderGateView>, ProblemHttpResult>> ResumeAsync(string provider, ProviderGates gates, ClaimsPrincipal caller) =>
        Answer(await gates.ResumeAsync(provider, ApiPolicies.ActorOf(caller)));

    internal static async Task<Results<Ok<ProviderGateView>, ProblemHttpResult>> ResetCircuitAsync(string provider, ProviderGates gates, ClaimsPrincipal caller) =>
        Answer(await gates.ResetCircuitAsync(provider, ApiPolicies.ActorOf(caller)));

    private static Results<Ok<ProviderGateView>, ProblemHttpResult> Answer(Outcome<ProviderGateView> outcome) =>
        outcome is Outcome<ProviderGateView>.Done done ? TypedResults.Ok(done.Value) : ApiProblems.Of(outcome, "provider");
}
