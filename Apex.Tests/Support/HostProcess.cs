using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Apex.Tests.Support;

/// <summary>The host as an operator runs it: a process of its own, which can be killed.</summary>
internal sealed class HostProcess : IDisposable
{
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static HostProcess Start(params (string Key, string Value)[] settings) => StartWith([], settings);

    public static HostProcess StartWith(string[] arguments, params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Apex.Web.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new HostProcess(Process.Start(start)!);
    }

    public async Task WaitUntilListeningAsync(CancellationToken ct)
    {
        while (await _process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.Contains("Now listening on", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("The host ended: " + await _process.StandardError.ReadToEndAsync(ct));
    }

    public async Task<(int Code, string Error)> ExitAsync(CancellationToken ct)
    {
        var error = await _process.StandardError.ReadToEndAsync(ct);
        await _process.WaitForExitAsync(ct);
        return (_process.ExitCode, error);
    }

    /// <summary>SIGKILL: no shutdown code runs.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
