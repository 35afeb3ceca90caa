using System.Net;
using System.Net.Sockets;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers;

public sealed class LinkHostsTests
{
    [Theory]
    [InlineData("https://storage.example.com/a?b=c", true)]
    [InlineData("https://STORAGE.example.com/a", true)]
    [InlineData("https://a.b.files.example.org/x", true)]
    [InlineData("http://10.0.0.5:9000/x", true)]
    [InlineData("https://10.0.0.5:9000/x", false)]
    [InlineData("http://10.0.0.5/x", false)]
    [InlineData("http://storage.example.com/a", false)]
    [InlineData("https://storage.example.com:8443/a", false)]
    [InlineData("https://user@storage.example.com/a", false)]
    [InlineData("https://storage.example.com.evil.test/a", false)]
    [InlineData("https://evilstorage.example.com/a", false)]
    [InlineData("https://files.example.org/x", false)]
    [InlineData("https://evilfiles.example.org/x", false)]
    [InlineData("ftp://storage.example.com/a", false)]
    [InlineData("file:///etc/passwd", false)]
    public void Allows_AnAddress_OnlyOfTheListed(string address, bool expected)
    {
        var hosts = LinkHosts.Read(["storage.example.com", "*.files.example.org", "http://10.0.0.5:9000"], out var problem);

        Assert.Null(problem);
        Assert.Equal(expected, hosts.Allows(new Uri(address)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("https://host/path")]
    [InlineData("ftp://host")]
    [InlineData("10.0.0.5")]
    public void Read_WhatIsNoHost_IsAProblem(string entry)
    {
        LinkHosts.Read(["storage.example.com", entry], out var problem);

        Assert.StartsWith("must be host names", problem, StringComparison.Ordinal);
    }

    // A name can be pointed at any address by whoever owns it.
    [Fact]
    public async Task Handler_NameThatLeadsToThisMachine_DoesNotConnect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new HttpClient(LinkHosts.Read(["localhost"], out _).Handler());

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/")));

        Assert.Contains("not public", refused.ToString(), StringComparison.Ordinal);
        Assert.False(listener.Pending());
    }

    [Fact]
    public void Handler_OfLinks_FollowsNoRedirectAndUsesNoProxy()
    {
        using var handler = LinkHosts.Read(["storage.example.com"], out _).Handler();

        Assert.Equal((false, false, false), (handler.AllowAutoRedirect, handler.UseProxy, handler.UseCookies));
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2a00:1450:4001:81b::201b", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::8.8.8.8", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void Is_SpecialAddresses_AreNotPublic(string address, bool expected) => Assert.Equal(expected, PublicAddress.Is(IPAddress.Parse(address)));
}
