using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Apex.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace Apex.Tests.Support;

/// <summary>A PostgreSQL of the test run's own on a free loopback port, started at first use and ended with the run.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("apex-pg-");
    private readonly SemaphoreSlim _gate = new(1, 1);
    private int _databases;
    private int? _port;

    public string DataDirectory => Path.Combine(_directory.FullName, "data");

    /// <summary>Connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var port = await StartedAsync();
        var name = "t" + Interlocked.Increment(ref _databases).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var connection = new NpgsqlConnection(ConnectionString(port, "postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(port, name);
    }

    /// <summary>As a power cut would: no checkpoint, no farewell to clients.</summary>
    public Task CrashAsync() => RunAsync("pg_ctl", "-D", DataDirectory, "stop", "-m", "immediate", "-w");

    public Task RestartAsync() => LaunchAsync(_port!.Value);

    public async ValueTask DisposeAsync()
    {
        if (_port is not null)
        {
            // Its data is thrown away: a shutdown checkpoint would only take time.
            await RunAsync("pg_ctl", "-D", DataDirectory, "stop", "-m", "immediate", "-w");
            await RunAsOwnerAsync("rm", "-rf", DataDirectory);
        }

        _directory.Delete(recursive: true);
        _gate.Dispose();
    }

    private static string ConnectionString(int port, string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=40;Include Error Detail=true";

    private async Task<int> StartedAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_port is { } running)
            {
                return running;
            }

            if (Environment.UserName == "root")
            {
                // The server refuses to run as root, and its folder must belong to the one who runs it.
                await RunProcessAsync("chown", "postgres", _directory.FullName);
            }

            await RunAsync("initdb", "-D", DataDirectory, "-A", "trust", "-U", "postgres", "--no-sync");
            var port = FreePort();
            await LaunchAsync(port);
            _port = port;
            return port;
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task LaunchAsync(int port) => RunAsync(
        "pg_ctl", "-D", DataDirectory, "-l", Path.Combine(_directory.FullName, "log"), "-w", "start",
        "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory.FullName} -c max_connections=300");

    private static Task RunAsync(string program, params string[] arguments)
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last();
        return RunAsOwnerAsync([Path.Combine(bin, "bin", program), .. arguments]);
    }

    private static Task RunAsOwnerAsync(params string[] command) => Environment.UserName == "root"
        ? RunProcessAsync(["runuser", "-u", "postgres", "--", .. command])
        : RunProcessAsync(command);

    private static async Task RunProcessAsync(params string[] command)
    {
        // The server inherits what pg_ctl has open: its output goes to the log file, ours stays closed to it.
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = false, WorkingDirectory = "/tmp" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
