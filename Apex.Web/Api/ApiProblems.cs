using Apex.Infrastructure;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace Apex.Web.Api;

/// <summary>Answers of RFC 9457.</summary>
internal static class ApiProblems
{
    public static ProblemHttpResult Of(int status, string? detail = null) => TypedResults.Problem(detail, statusCode: status, title: ReasonPhrases.GetReasonPhrase(status));

    public static ProblemHttpResult NotFound(string what) => Of(StatusCodes.Status404NotFound, $"There is no such {what}.");

    public static ProblemHttpResult Invalid(FieldProblems problems) =>
        Fields(StatusCodes.Status422UnprocessableEntity, "Some fields are not acceptable.", problems.ByField);

    /// <param name="errors">By field, parameter or JSON path.</param>
    public static ProblemHttpResult Fields(int status, string title, IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(new HttpValidationProblemDetails(errors.ToDictionary(pair => pair.Key, pair => pair.Value)) { Status = status, Title = title });

    /// <summary>An outcome that is not <see cref="Outcome{T}.Done"/>.</summary>
    public static ProblemHttpResult Of<T>(Outcome<T> outcome, string what) => outcome switch
    {
        Outcome<T>.Invalid invalid => Invalid(invalid.Problems),
        Outcome<T>.Missing => NotFound(what),
        Outcome<T>.Conflict conflict => Of(StatusCodes.Status409Conflict, conflict.Reason),
        _ => throw new InvalidOperationException($"{outcome.GetType().Name} is no problem."),
    };

    /// <summary>Describes for OpenAPI what an endpoint may refuse with.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint = status == StatusCodes.Status422UnprocessableEntity ? endpoint.ProducesValidationProblem(status) : endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
