using System.Security.Claims;
using Apex.Infrastructure;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class JobsEndpoints
{
    public static void MapJobs(this RouteGroupBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapGet("", ListAsync).RequireAuthorization(ApiPolicies.Read)
            .WithName("listJobs").WithSummary("What is done by the clock: interval, last run, next run.");
        jobs.MapPost("/{name}/run", RunAsync).RequireAuthorization(ApiPolicies.Manage).Refuses(404, 409)
            .WithName("runJob").WithSummary("Begins the job now; the list tells how it went.");
    }

    internal static async Task<Ok<Page<JobView>>> ListAsync(JobReader jobs, CancellationToken ct) =>
        TypedResults.Ok(new Page<JobView>((await jobs.ReadAsync(ct)).Jobs, null));

    internal static async Task<Results<Accepted, ProblemHttpResult>> RunAsync(string name, JobAdmin jobs, ClaimsPrincipal caller)
    {
        var outcome = await jobs.RunNowAsync(name, ApiPolicies.ActorOf(caller));
        return outcome is Outcome<RunningJob>.Done ? TypedResults.Accepted((string?)null) : ApiProblems.Of(outcome, "job");
    }
}
