using System.Security.Cryptography;
using System.Text;

namespace Apex.Web.Security.Accounts;

/// <summary>
/// Proves that the first visitor also reads the log of the host. 128 random bits, new at each start, shown once, worthless once an
/// account exists.
/// </summary>
internal sealed class SetupCode
{
    private const int GroupLength = 4;

    private readonly string _code = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>In groups of four, for reading aloud and copying: <c>3f2a-90bc-…</c>.</summary>
    public string Text => string.Join('-', _code.Chunk(GroupLength).Select(group => new string(group)));

    public bool Matches(string? typed)
    {
        var compact = new string([.. (typed ?? "").Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(compact), Encoding.ASCII.GetBytes(_code));
    }
}
