using Apex.Infrastructure.Jobs;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Jobs;

/// <summary>Jobs and their runs in words.</summary>
internal static class JobText
{
    /// <summary><c>plan_polls</c> is <c>Plan polls</c>.</summary>
    public static string Name(string job) => char.ToUpperInvariant(job[0]) + job[1..].Replace('_', ' ');

    public static string Outcome(string outcome) => outcome switch
    {
        "done" => "Done",
        "idle" => "Nothing was due",
        "failed" => "Failed",
        "cut_off" => "Cut off: its process died",
        _ => outcome.Replace('_', ' '),
    };

    /// <summary>Colour and shape of an outcome, by name of token.</summary>
    public static (string Status, ShapeKind Shape) Look(string outcome) => outcome switch
    {
        "failed" or "cut_off" => ("late", ShapeKind.Triangle),
        "done" => ("fresh", ShapeKind.FilledCircle),
        _ => ("none", ShapeKind.OpenCircle),
    };

    /// <summary>How long it took; null where a row stands for many runs, or the run has no end.</summary>
    public static string? Took(JobRunView run) => run is { Times: 1, EndedAt: { } ended } ? Took(ended - run.StartedAt) : null;

    public static string Took(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? UnitText.Number(Math.Max(1, Math.Ceiling(span.TotalMilliseconds)), "ms")
        : span < TimeSpan.FromMinutes(1) ? UnitText.Number(span.TotalSeconds, "s", 1) : UnitText.Duration(span);

    public static string Every(int seconds) => UnitText.Span(TimeSpan.FromSeconds(seconds));
}
