using System.Net;
using System.Net.Sockets;

namespace Apex.Bench.Load;

/// <summary>One keep-alive HTTP/1.1 connection that sends prepared bytes and reads little answers: as light as it can be, since it shares the cores with the server.</summary>
internal sealed class Wire : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];

    public static async Task<Wire[]> OpenAsync(int count, int port)
    {
        var wires = new Wire[count];
        for (var i = 0; i < count; i++)
        {
            wires[i] = new Wire();
            await wires[i]._socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        }

        return wires;
    }

    /// <summary>The status code of the answer.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request[sent..]);
        }

        for (var length = 0; ;)
        {
            var read = await _socket.ReceiveAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            length += read;
            if (IsWhole(_answer.AsSpan(0, length)))
            {
                return ((_answer[9] - '0') * 100) + ((_answer[10] - '0') * 10) + (_answer[11] - '0');
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var headEnd = answer.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return false;
        }

        var head = answer[..headEnd];
        var field = head.IndexOf("Content-Length: "u8);
        if (field < 0)
        {
            return true;
        }

        var value = head[(field + 16)..];
        var lineEnd = value.IndexOf((byte)'\r');
        return answer.Length >= headEnd + 4 + int.Parse(lineEnd < 0 ? value : value[..lineEnd], CultureInfo.InvariantCulture);
    }
}
