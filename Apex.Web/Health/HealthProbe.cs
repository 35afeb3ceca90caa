using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Apex.Web.Health;

/// <summary>What the container's health check runs (<c>dotnet Apex.Web.dll --health</c>): one request to the process that listens here.
/// Starts no host and opens no file, so it can run beside it.</summary>
internal static class HealthProbe
{
    public const string Switch = "--health";

    private const int DefaultPort = 8080;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(4);

    /// <returns>The exit code: 0 when <c>/health/live</c> answers 200, else 1.</returns>
    public static Task<int> RunAsync() =>
        RunAsync(PortOf(Environment.GetEnvironmentVariable("ASPNETCORE_HTTP_PORTS"), Environment.GetEnvironmentVariable("ASPNETCORE_URLS")));

    internal static async Task<int> RunAsync(int port)
    {
        using var timeout = new CancellationTokenSource(MaxWait);
        try
        {
            return await StatusAsync(port, timeout.Token) == HttpStatusCode.OK ? 0 : 1;
        }
        catch (Exception unanswered) when (unanswered is SocketException or IOException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"No answer from Apex: {unanswered.GetType().Name}");
            return 1;
        }
    }

    /// <summary>The first port that the host itself would listen on: addresses win over ports, as they do there.</summary>
    internal static int PortOf(string? ports, string? urls) =>
        !string.IsNullOrEmpty(urls) ? BindingAddress.Parse(urls.Split(';')[0]).Port
        : int.TryParse((ports ?? "").Split(';')[0], CultureInfo.InvariantCulture, out var port) ? port
        : DefaultPort;

    // By hand: an HttpClient would need a container of services for one line of text.
    private static async Task<HttpStatusCode> StatusAsync(int port, CancellationToken ct)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), ct);
        using var reader = new StreamReader(stream);
        var words = (await reader.ReadLineAsync(ct) ?? "").Split(' ');
        return words.Length > 1 && int.TryParse(words[1], out var status) ? (HttpStatusCode)status : HttpStatusCode.ServiceUnavailable;
    }
}
