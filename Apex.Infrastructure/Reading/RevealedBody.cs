using System.Text;

namespace Apex.Infrastructure.Reading;

/// <summary>A body as it came.</summary>
/// <param name="Encoding">utf8, or base64 for bytes that are no UTF-8.</param>
public sealed record RevealedBody(long Id, string Encoding, string Body)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static RevealedBody Of(long id, byte[] bytes)
    {
        try
        {
            return new(id, "utf8", Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new(id, "base64", Convert.ToBase64String(bytes));
        }
    }

    // A record prints its members; a body must never reach a log.
    public override string ToString() => $"{nameof(RevealedBody)} {Id}";
}
