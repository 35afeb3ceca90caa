using System.Collections.Concurrent;
using System.IO.Compression;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Terra;

/// <summary>The cloud storage large bodies are put into, to be fetched from an address that expires.</summary>
internal sealed class TerraPayloadStore(TimeProvider time)
{
    public const string Path = "terra-payloads";

    // One entry per link made; a simulator does not live long enough to need a bound.
    private readonly ConcurrentDictionary<string, (byte[] Body, DateTimeOffset ExpiresAt)> _payloads = new(StringComparer.Ordinal);

    public string Put(byte[] body, TimeSpan validFor)
    {
        var id = Guid.NewGuid().ToString("N");
        _payloads[id] = (Compressed(body), time.GetUtcNow() + validFor);
        return id;
    }

    public Task<VendorReply> AnswerAsync(VendorRequest request)
    {
        if (request.Route("id") is not { } id || !_payloads.TryGetValue(id, out var payload))
        {
            return Task.FromResult(VendorGate.Problem(404, "No such object"));
        }

        return Task.FromResult(payload.ExpiresAt <= time.GetUtcNow()
            ? VendorGate.Problem(400, "ExpiredToken")
            : new VendorReply(200, payload.Body) { Headers = new Dictionary<string, string> { ["Content-Encoding"] = "gzip" } });
    }

    private static byte[] Compressed(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return packed.ToArray();
    }
}
