using System.Buffers;
using System.Text;

namespace Apex.Bench.Load;

/// <summary>Whole requests as bytes, made before the clock runs. Bounded by the round they are for.</summary>
internal sealed class Requests
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly List<int> _ends = [];

    public int Count => _ends.Count;

    public ReadOnlyMemory<byte> this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return _bytes.WrittenMemory[start.._ends[index]];
        }
    }

    public void Add(string path, ReadOnlySpan<byte> body, string headers = "")
    {
        _bytes.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n")));
        _bytes.Write(body);
        _ends.Add(_bytes.WrittenCount);
    }
}
