using System.Diagnostics;
using System.Reflection;
using Apex.Web.Components.Shared;

namespace Apex.Web.Components.Overview;

/// <summary>Which version runs, and since when.</summary>
internal static class ProcessFacts
{
    private static readonly string Version =
        typeof(ProcessFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public static readonly DateTimeOffset StartedAt = Started();

    public static string? Words(DateTimeOffset? now, TimeZoneInfo zone) =>
        now is { } there ? $"Apex {Version}, running since {ClockText.At(StartedAt, there, zone)}. Times are {zone.Id}." : null;

    private static DateTimeOffset Started()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
