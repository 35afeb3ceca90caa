using System.Net;
using System.Net.Sockets;

namespace Apex.Infrastructure.Providers;

/// <summary>Where links in deliveries may lead: hosts over https and at public addresses only, or origins the operator wrote out in full.</summary>
internal sealed class LinkHosts
{
    private readonly List<string> _hosts = [];
    private readonly List<Uri> _origins = [];

    private LinkHosts()
    {
    }

    /// <param name="entries">"storage.example.com", "*.example.com", or an origin such as "http://10.0.0.5:9000": that one is the operator's own word,
    /// http and private addresses are then fine.</param>
    /// <param name="problem">What is wrong with the first entry that is none of these, or null.</param>
    public static LinkHosts Read(IEnumerable<string> entries, out string? problem)
    {
        problem = null;
        var hosts = new LinkHosts();
        foreach (var entry in entries)
        {
            var host = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry;
            if (Uri.TryCreate(entry, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.PathAndQuery == "/" && origin.UserInfo.Length == 0)
            {
                hosts._origins.Add(origin);
            }
            else if (Uri.CheckHostName(host) == UriHostNameType.Dns)
            {
                hosts._hosts.Add(entry);
            }
            else
            {
                problem ??= "must be host names, such as storage.example.com or *.example.com, or origins, such as https://storage.example.com:8443";
            }
        }

        return hosts;
    }

    public bool Allows(Uri address) => address.UserInfo.Length == 0
        && (IsOrigin(address.Scheme, address.Host, address.Port) || (address.Scheme == "https" && address.IsDefaultPort && _hosts.Exists(host => Matches(host, address.Host))));

    /// <summary>Follows nothing by itself, and looks at the address it connects to, not at the name: names can point anywhere.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false, // a proxy would connect for us, to wherever
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        ConnectCallback = ConnectAsync,
    };

    private static bool Matches(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase);

    private bool IsOrigin(string? scheme, string host, int port) => _origins.Exists(origin =>
        (scheme is null || origin.Scheme == scheme) && origin.Port == port && origin.Host.Equals(host, StringComparison.OrdinalIgnoreCase));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await Dns.GetHostAddressesAsync(host, ct);
        if (!IsOrigin(null, host, port) && !Array.TrueForAll(addresses, PublicAddress.Is))
        {
            throw new HttpRequestException("The host has an address that is not public.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
