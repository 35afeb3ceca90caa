using System.Net;
using System.Net.Sockets;
using Apex.Web.Health;

namespace Apex.Tests.Web.Health;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nok", 0)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\n", 1)]
    [InlineData("not http at all\r\n", 1)]
    [InlineData("", 1)]
    public async Task Run_AnAnswer_IsItsExitCode(string answer, int expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var probe = HealthProbe.RunAsync(((IPEndPoint)listener.LocalEndpoint).Port);
        using (var asked = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            var request = new byte[512];
            var length = await asked.GetStream().ReadAsync(request, TestContext.Current.CancellationToken);
            Assert.StartsWith("GET /health/live HTTP/1.1\r\n", System.Text.Encoding.ASCII.GetString(request, 0, length), StringComparison.Ordinal);
            await asked.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await probe);
    }

    [Fact]
    public async Task Run_NobodyListens_IsOne()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Assert.Equal(1, await HealthProbe.RunAsync(port));
    }

    [Theory]
    [InlineData(null, null, 8080)]
    [InlineData("9000", null, 9000)]
    [InlineData("9000;9001", null, 9000)]
    [InlineData("9000", "http://+:9100;https://+:9101", 9100)]
    [InlineData("", "http://localhost:9200", 9200)]
    public void Port_OfTheEnvironment_IsWhereTheHostListens(string? ports, string? urls, int expected) =>
        Assert.Equal(expected, HealthProbe.PortOf(ports, urls));
}
