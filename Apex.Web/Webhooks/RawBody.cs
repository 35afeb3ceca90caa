using System.Buffers;
using System.IO.Compression;

namespace Apex.Web.Webhooks;

/// <summary>A body's exact bytes under a cap that does not trust Content-Length; an inflated body counts inflated.</summary>
internal abstract record RawBody
{
    private RawBody()
    {
    }

    public sealed record Read(ReadOnlyMemory<byte> Bytes) : RawBody;

    public sealed record TooLarge : RawBody;

    /// <summary>A content encoding we do not take, or bytes that do not inflate.</summary>
    public sealed record NotReadable : RawBody;

    public static async Task<RawBody> ReadAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (request.ContentLength > maxBytes)
        {
            return new TooLarge();
        }

        try
        {
            var encoding = request.Headers.ContentEncoding.ToString();
            return encoding switch
            {
                "" or "identity" => await ReadAsync(request.Body, maxBytes, ct),
                "gzip" => await InflateAsync(new GZipStream(request.Body, CompressionMode.Decompress), maxBytes, ct),
                "deflate" => await InflateAsync(new ZLibStream(request.Body, CompressionMode.Decompress), maxBytes, ct),
                "br" => await InflateAsync(new BrotliStream(request.Body, CompressionMode.Decompress), maxBytes, ct),
                _ => new NotReadable(),
            };
        }
        catch (InvalidDataException)
        {
            return new NotReadable();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new TooLarge();
        }
    }

    private static async Task<RawBody> InflateAsync(Stream inflating, int maxBytes, CancellationToken ct)
    {
        await using (inflating)
        {
            return await ReadAsync(inflating, maxBytes, ct);
        }
    }

    private static async Task<RawBody> ReadAsync(Stream body, int maxBytes, CancellationToken ct)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        for (; ; )
        {
            var read = await body.ReadAsync(bytes.GetMemory(4096), ct);
            if (read == 0)
            {
                return new Read(bytes.WrittenMemory);
            }

            bytes.Advance(read);
            if (bytes.WrittenCount > maxBytes)
            {
                return new TooLarge();
            }
        }
    }
}
