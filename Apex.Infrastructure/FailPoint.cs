using System.Diagnostics;

namespace Apex.Infrastructure;

/// <summary>Named places where a crash test may end the process at once. Inert unless APEX_FAIL_POINT names one ("refresh.replied", or "refresh.replied:3" for the third pass).</summary>
internal static class FailPoint
{
    private static readonly (string Name, int Pass) Armed = Parse(Environment.GetEnvironmentVariable("APEX_FAIL_POINT"));
    private static int _passes;

    public static void Hit(string name)
    {
        if (Armed.Name == name && Interlocked.Increment(ref _passes) == Armed.Pass)
        {
            // SIGKILL: no finally, no flush, as a power cut would.
            Process.GetCurrentProcess().Kill();
        }
    }

    private static (string Name, int Pass) Parse(string? text)
    {
        var parts = (text ?? "").Split(':');
        return (parts[0], parts.Length > 1 && int.TryParse(parts[1], out var pass) ? pass : 1);
    }
}
