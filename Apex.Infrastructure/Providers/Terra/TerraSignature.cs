using System.Globalization;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>terra-signature: t=unix seconds,v1=hex of HMAC-SHA256(signing secret, t + "." + raw body). (Terra's client library, verify_signature.py;
/// one of Terra's lab pages reads t as milliseconds, their own skill calls that wrong.)</summary>
internal static class TerraSignature
{
    // Terra's SDK allows 300 s, but whether t is renewed when a delivery is repeated is not documented, and repeats go on for a little over a day.
    // Refusing those would lose data for good. Replays inside the window carry the trace id of the original and change nothing when stored again.
    private static readonly TimeSpan _maxAge = TimeSpan.FromHours(26);
    private static readonly TimeSpan _maxAhead = TimeSpan.FromMinutes(5);

    // A key is being changed: two. More is somebody's attempt to make us compute.
    private const int MaxSignatures = 8;

    // The platform sends the new name and the old one, deprecated.
    private static readonly string[] _headers = ["X-Terra-Signature", "terra-signature"];

    public static bool IsAuthentic(WebhookRequest request, TerraOptions options, DateTimeOffset now) =>
        _headers.Any(header => request.Header(header) is { Length: <= 1024 } value && Holds(value, request.Body.Span, options.WebhookSecret, now));

    private static bool Holds(string header, ReadOnlySpan<byte> body, string secret, DateTimeOffset now)
    {
        var parts = header.Split(',', StringSplitOptions.TrimEntries);
        var stamps = parts.Where(part => part.StartsWith("t=", StringComparison.Ordinal)).Select(part => part[2..]).ToList();
        if (stamps is not [var stamp] || !IsFresh(stamp, now))
        {
            return false;
        }

        var holds = false;
        foreach (var part in parts.Where(part => part.StartsWith("v1=", StringComparison.Ordinal)).Take(MaxSignatures))
        {
            holds |= HmacSignature.MatchesSha256Hex(secret, stamp + ".", body, part.AsSpan(3));
        }

        return holds;
    }

    private static bool IsFresh(string stamp, DateTimeOffset now) =>
        long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && UnixTime.FromSeconds(seconds) is { } signedAt
        && now - signedAt <= _maxAge
        && signedAt - now <= _maxAhead;
}
