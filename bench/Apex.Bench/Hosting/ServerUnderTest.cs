using System.Net;
using System.Net.Http.Json;

namespace Apex.Bench.Hosting;

/// <summary>The real host in a process of its own: Apex.Web's assembly with Apex.Web's runtime settings, plus the bench's endpoints.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    public const string OuraSecret = "bench-oura-client-secret";
    public const string GarminSecret = "bench-garmin-path-secret-0123456789";
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(3);
    private readonly HttpClient _client;

    private ServerUnderTest(ChildProcess process, int port)
    {
        (Process, Port) = (process, port);
#pragma warning disable RS0030 // one client of a console program
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
#pragma warning restore RS0030
    }

    public ChildProcess Process { get; }

    public int Port { get; }

    public static async Task<ServerUnderTest> StartAsync(StorageOptions storage, params (string Key, string Value)[] settings)
    {
        var port = ChildProcess.FreePort();
        var home = AppContext.BaseDirectory;
        string[] arguments =
        [
            "exec", "--runtimeconfig", Path.Combine(home, "Apex.Web.runtimeconfig.json"), "--depsfile", Path.Combine(home, "Apex.Bench.deps.json"),
            Path.Combine(home, "Apex.Web.dll"),
        ];
        var process = new ChildProcess(arguments, [.. Settings(storage, port), .. settings]);
        process.DiscardOutput();
        var server = new ServerUnderTest(process, port);
        await server.UntilLiveAsync();
        return server;
    }

    public async Task AddPeopleAsync(IEnumerable<BenchPerson> people)
    {
        foreach (var chunk in people.Chunk(500))
        {
            using var response = await _client.PostAsJsonAsync("/bench/people", chunk);
            response.EnsureSuccessStatusCode();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        Process.Dispose();
    }

    private static IEnumerable<(string Key, string Value)> Settings(StorageOptions storage, int port) =>
    [
        ("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"),
        ("ASPNETCORE_HOSTINGSTARTUPASSEMBLIES", "Apex.Bench"),
        ("Apex:DataDirectory", storage.DataDirectory),
        ("Apex:Storage", storage.Kind.ToString()),
        ("ConnectionStrings:Apex", storage.ConnectionString ?? ""),
        ("Logging:LogLevel:Default", "Warning"),
        ("Providers:Oura:Enabled", "true"),
        ("Providers:Oura:RequestsPer5Minutes", "10000000"), // the hub is measured, not Oura's patience
        ("Providers:Oura:ClientId", "bench"),
        ("Providers:Oura:ClientSecret", OuraSecret),
        ("Providers:Oura:WebhookSecret", "bench-oura-verification-token"),
        ("Providers:Garmin:Enabled", "true"),
        ("Providers:Garmin:WebhookSecret", GarminSecret),
    ];

    private async Task UntilLiveAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsLiveAsync())
        {
            if (Process.HasExited || Stopwatch.GetElapsedTime(started) > _patience)
            {
                Dispose();
                throw new InvalidOperationException("The server did not start; its reason is above.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private async Task<bool> IsLiveAsync()
    {
        try
        {
            using var ready = await _client.GetAsync("/health/ready");
            if (ready.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable)
            {
                return ready.IsSuccessStatusCode;
            }

            // A version without a readiness check.
            using var live = await _client.GetAsync("/health/live");
            return live.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
