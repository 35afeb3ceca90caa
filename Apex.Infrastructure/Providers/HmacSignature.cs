using System.Security.Cryptography;
using System.Text;

namespace Apex.Infrastructure.Providers;

/// <summary>Fixed-time checks of what proves a webhook: an HMAC over the exact bytes, or a shared secret.</summary>
internal static class HmacSignature
{
    private const int Sha256Bytes = 32;

    /// <summary>True when <paramref name="hex"/> (either case) is HMAC-SHA256 of <paramref name="prefix"/> followed by the body.
    /// An empty secret never matches, or an unconfigured vendor would accept what anybody can sign.</summary>
    public static bool MatchesSha256Hex(string secret, string prefix, ReadOnlySpan<byte> body, ReadOnlySpan<char> hex)
    {
        Span<byte> given = stackalloc byte[Sha256Bytes];
        if (secret.Length == 0 || hex.Length != 2 * Sha256Bytes || Convert.FromHexString(hex, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix));
        hmac.AppendData(body);
        Span<byte> expected = stackalloc byte[Sha256Bytes];
        hmac.GetHashAndReset(expected);
        return CryptographicOperations.FixedTimeEquals(expected, given);
    }

    /// <summary>Compares digests, so that neither content nor length of the secret shows in the time it takes.</summary>
    public static bool SecretMatches(string secret, string? given) =>
        secret.Length > 0 && given is not null && CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
            SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
