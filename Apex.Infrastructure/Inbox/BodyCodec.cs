using System.IO.Compression;

namespace Apex.Infrastructure.Inbox;

/// <summary>Stored bodies: one marker byte (0 plain, 1 Brotli), then the bytes. Small bodies stay plain: a webhook request does no work it can avoid.</summary>
internal static class BodyCodec
{
    private const int CompressFrom = 1024;
    private const byte Plain = 0;
    private const byte Brotli = 1;

    public static byte[] Encode(ReadOnlySpan<byte> body)
    {
        if (body.Length >= CompressFrom)
        {
            var packed = new byte[1 + BrotliEncoder.GetMaxCompressedLength(body.Length)];
            if (BrotliEncoder.TryCompress(body, packed.AsSpan(1), out var written, quality: 1, window: 18) && written < body.Length)
            {
                packed[0] = Brotli;
                return packed[..(written + 1)];
            }
        }

        var plain = new byte[body.Length + 1];
        plain[0] = Plain;
        body.CopyTo(plain.AsSpan(1));
        return plain;
    }

    /// <param name="bodyBytes">The length before encoding, as stored beside the body.</param>
    public static byte[] Decode(byte[] stored, int bodyBytes)
    {
        if (stored.Length == 0 || stored[0] == Plain)
        {
            return stored.Length == 0 ? [] : stored[1..];
        }

        var body = new byte[bodyBytes];
        return BrotliDecoder.TryDecompress(stored.AsSpan(1), body, out var written) && written == bodyBytes
            ? body
            : throw new InvalidDataException("A stored body does not unpack to its recorded length.");
    }
}
