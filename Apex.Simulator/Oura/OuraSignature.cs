using System.Security.Cryptography;
using System.Text;

namespace Apex.Simulator.Oura;

/// <summary>Upper-case hex of HMAC-SHA256 over the timestamp's characters followed by the body's bytes, keyed with the client secret.</summary>
public static class OuraSignature
{
    public static string Of(string clientSecret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(clientSecret));
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp));
        hmac.AppendData(body);
        return Convert.ToHexString(hmac.GetHashAndReset());
    }
}
