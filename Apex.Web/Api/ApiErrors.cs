using System.Text.Json;
using System.Text.RegularExpressions;
using Apex.Infrastructure.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Apex.Web.Api;

/// <summary>Turns everything that is not an answer of an endpoint into a problem: refusals, unreadable bodies, a database that takes no writes, bugs.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    private const int RetryAfterSeconds = 2;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await AnswerAsync(http);
            if (http.Response is { StatusCode: >= 400, HasStarted: false, ContentType: null })
            {
                await ApiProblems.Of(http.Response.StatusCode).ExecuteAsync(http);
            }
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await Describe(e).ExecuteAsync(http);
        }
        catch (StorageUnavailableException) when (!http.Response.HasStarted)
        {
            http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await ApiProblems.Of(StatusCodes.Status503ServiceUnavailable, "The database takes no writes now; nothing was changed. Try again.").ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to hear an answer.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            LogFailed(e, http.Request.Method, http.GetEndpoint()?.DisplayName ?? "no endpoint");
            await ApiProblems.Of(StatusCodes.Status500InternalServerError, "Apex failed to answer; its log says why.").ExecuteAsync(http);
        }
    }

    // Routing itself answers a wrong method or content type, and nothing answers an unknown path. Neither says who may call it, so that authorization
    // would send everybody away as unknown, a good key included.
    private Task AnswerAsync(HttpContext http)
    {
        switch (http.GetEndpoint())
        {
            case null:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            case not RouteEndpoint and { RequestDelegate: { } refusal }:
                return refusal(http);
            default:
                return next(http);
        }
    }

    // The parser's own words name types of ours; the caller is told where, and what kind of trouble.
    private static ProblemHttpResult Describe(BadHttpRequestException e) => (e.StatusCode, e.InnerException) switch
    {
        (StatusCodes.Status400BadRequest, JsonException json) => ApiProblems.Fields(
            StatusCodes.Status400BadRequest, "The body cannot be read.", new Dictionary<string, string[]> { [json.Path ?? "$"] = [Trouble(json)] }),
        (StatusCodes.Status400BadRequest, _) when ParameterName().Match(e.Message) is { Success: true } match => ApiProblems.Fields(
            StatusCodes.Status400BadRequest, "A parameter cannot be read.", new Dictionary<string, string[]> { [JsonNamingPolicy.CamelCase.ConvertName(match.Groups[1].Value)] = ["has the wrong form or is missing"] }),
        (StatusCodes.Status413PayloadTooLarge, _) => ApiProblems.Of(e.StatusCode, "The body is too large."),
        (StatusCodes.Status415UnsupportedMediaType, _) => ApiProblems.Of(e.StatusCode, "Send the body as application/json."),
        _ => ApiProblems.Of(e.StatusCode),
    };

    private static string Trouble(JsonException json) => json.Message switch
    {
        { } text when text.Contains("could not be mapped", StringComparison.Ordinal) => "is not a known field",
        { } text when text.Contains("could not be converted", StringComparison.Ordinal) => "has the wrong type or form",
        { } text when text.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) => "is there more than once",
        _ => "is not valid JSON",
    };

    // Parameter "Guid userId" …: the framework names it nowhere else.
    [GeneratedRegex("parameter \"\\S+ (\\w+)\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial Regex ParameterName();

    [LoggerMessage(4020, LogLevel.Error, "{Method} of {Endpoint} failed")]
    private partial void LogFailed(Exception e, string method, string endpoint);
}
