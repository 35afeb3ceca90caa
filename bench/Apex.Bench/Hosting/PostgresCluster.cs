using Npgsql;

namespace Apex.Bench.Hosting;

/// <summary>A PostgreSQL of the run's own with its default settings on a free loopback port, started at first use.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("apex-bench-pg-");
    private int? _port;
    private int _databases;

    private string DataDirectory => Path.Combine(_directory.FullName, "data");

    /// <summary>Connection string of a new, empty database.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        _port ??= await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"b{++_databases}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_port is not null)
        {
            await RunAsync("pg_ctl", "-D", DataDirectory, "stop", "-m", "immediate", "-w");
            await RunAsOwnerAsync("rm", "-rf", DataDirectory);
        }

        _directory.Delete(recursive: true);
    }

    private string ConnectionString(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=40");

    private async Task<int> StartAsync()
    {
        if (Environment.UserName == "root")
        {
            await RunProcessAsync("chown", "postgres", _directory.FullName);
        }

        await RunAsync("initdb", "-D", DataDirectory, "-A", "trust", "-U", "postgres", "--no-sync");
        var port = ChildProcess.FreePort();
        await RunAsync(
            "pg_ctl", "-D", DataDirectory, "-l", Path.Combine(_directory.FullName, "log"), "-w", "start",
            "-o", $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_directory.FullName}");
        return port;
    }

    private static Task RunAsync(string program, params string[] arguments)
    {
        var bin = Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last();
        return RunAsOwnerAsync([Path.Combine(bin, "bin", program), .. arguments]);
    }

    private static Task RunAsOwnerAsync(params string[] command) => Environment.UserName == "root"
        ? RunProcessAsync(["runuser", "-u", "postgres", "--", .. command])
        : RunProcessAsync(command);

    // stdout belongs to the report, and the server would inherit it.
    private static async Task RunProcessAsync(params string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null 2>&1", "sh", .. command]) { WorkingDirectory = "/tmp" };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{command[^1]}: exit code {process.ExitCode}");
        }
    }
}
