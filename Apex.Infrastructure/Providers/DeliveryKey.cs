using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Apex.Infrastructure.Providers;

/// <summary>16-byte names of deliveries and contents: the first half of a SHA-256.</summary>
internal static class DeliveryKey
{
    private const int Bytes = 16;

    /// <summary>Each part is preceded by its length, so that ("ab", "c") and ("a", "bc") differ; an absent part differs from an empty one.</summary>
    public static byte[] Of(params ReadOnlySpan<string?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part ?? "");
            BinaryPrimitives.WriteInt32BigEndian(length, part is null ? -1 : bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return hash.GetHashAndReset()[..Bytes];
    }

    /// <summary>As <see cref="Of"/>, led by the event's second. Keys of one time lie side by side in the index, so that a group of deliveries
    /// touches a few pages of it and not one each; a repeat carries the same event and so the same second. 96 bits of the hash stay.</summary>
    public static byte[] At(DateTimeOffset? eventAt, params ReadOnlySpan<string?> parts)
    {
        var key = Of(parts);
        BinaryPrimitives.WriteUInt32BigEndian(key, (uint)(eventAt?.ToUnixTimeSeconds() ?? 0));
        return key;
    }

    public static byte[] OfContent(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..Bytes];
}
