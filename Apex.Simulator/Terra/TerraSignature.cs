using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Apex.Simulator.Terra;

/// <summary><c>t=…,v1=…</c>: lower-case hex of HMAC-SHA256 over the unix seconds, a full stop and the body.</summary>
public static class TerraSignature
{
    public static string HeaderOf(string signingSecret, long unixSeconds, ReadOnlySpan<byte> body) =>
        string.Create(CultureInfo.InvariantCulture, $"t={unixSeconds},v1={HexOf(signingSecret, unixSeconds, body)}");

    public static string HexOf(string signingSecret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(signingSecret));
        hmac.AppendData(Encoding.UTF8.GetBytes(unixSeconds.ToString(CultureInfo.InvariantCulture) + "."));
        hmac.AppendData(body);
        return Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
