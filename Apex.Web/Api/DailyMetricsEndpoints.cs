using Apex.Domain.Time;
using Apex.Infrastructure;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Reading;
using Apex.Web.Security.ApiKeys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

internal static class DailyMetricsEndpoints
{
    private const int DefaultDays = 30;

    public static void MapDailyMetrics(this RouteGroupBuilder api)
    {
        var days = api.MapGroup("/users/{id:guid}/daily-metrics").WithTags("Daily metrics").RequireAuthorization(ApiPolicies.Read);
        days.MapGet("", RangeAsync).Refuses(400, 404, 422)
            .WithName("listDailyMetrics").WithSummary($"Days from..to, both inclusive, in their order; without them the last {DefaultDays}. At most {MetricsReader.MaxDays} days.");
        days.MapGet("/{date}", FindAsync).Refuses(400, 404)
            .WithName("getDailyMetrics").WithSummary("One local day of a person (yyyy-MM-dd).");
    }

    internal static async Task<Results<Ok<Page<DailyMetricsView>>, ProblemHttpResult>> RangeAsync(
        Guid id, DateOnly? from, DateOnly? to, Users users, MetricsReader metrics, ApexClock clock, CancellationToken ct)
    {
        if (await users.FindAsync(id, ct) is not { } user)
        {
            return ApiProblems.NotFound("user");
        }

        var last = to ?? LocalDays.DayOf(clock.Now, user.TimeZone);
        var first = from ?? DateOnly.FromDayNumber(Math.Max(0, last.DayNumber - DefaultDays + 1));
        var problems = new FieldProblems();
        problems.Check(first <= last, "from", "must not be after to");
        problems.Check(last.DayNumber - first.DayNumber < MetricsReader.MaxDays, "from", $"must not be more than {MetricsReader.MaxDays} days before to");
        return problems.Any ? ApiProblems.Invalid(problems) : TypedResults.Ok(new Page<DailyMetricsView>(await metrics.RangeAsync(id, first, last, ct), null));
    }

    internal static async Task<Results<Ok<DailyMetricsView>, ProblemHttpResult>> FindAsync(Guid id, DateOnly date, Users users, MetricsReader metrics, CancellationToken ct) =>
        await users.FindAsync(id, ct) is null ? ApiProblems.NotFound("user")
            : await metrics.FindAsync(id, date, ct) is { } day ? TypedResults.Ok(day)
            : ApiProblems.NotFound("day");
}
