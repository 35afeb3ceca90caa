using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Options;

namespace Apex.Web.Configuration;

internal static class StartRefused
{
    /// <summary>EX_CONFIG of sysexits.h.</summary>
    public const int ExitCode = 78;

    /// <returns>The lines to print, or null when this is a bug and its stack trace is wanted.</returns>
    public static string? Explain(Exception exception) => Problems(exception) switch
    {
        null => null,
        var problems => string.Join(Environment.NewLine, ["Apex did not start. Please correct:", .. problems.Select(problem => "  - " + problem)]),
    };

    private static string[]? Problems(Exception exception) => exception switch
    {
        OptionsValidationException wrong => [.. wrong.Failures],
        StartRefusedException refused => [refused.Message],
        DataDirectoryInUseException inUse => ["Apex:DataDirectory: " + inUse.Message],
        AggregateException { InnerExceptions: var inner } when inner.All(one => one is OptionsValidationException) =>
            [.. inner.SelectMany(one => Problems(one)!)],
        _ => null,
    };
}
