using System.Globalization;
using System.Text;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Terra;

internal sealed class TerraSample : VendorSample
{
    public const string SigningSecret = "terra_test_secret";
    private const string Timestamp = "1772438395";

    public override string Name => "terra";

    public override Dictionary<string, string?> Settings => new()
    {
        ["Providers:Terra:Enabled"] = "true",
        ["Providers:Terra:ClientId"] = "dev-id-1",
        ["Providers:Terra:ClientSecret"] = "api-key-1",
        ["Providers:Terra:WebhookSecret"] = SigningSecret,
    };

    public override byte[] Body => Read("Terra", "sleep.json");

    public override IReadOnlyList<(string Kind, string? EventType, byte[] Body)> Payloads =>
    [
        ("push:sleep", null, Body),
        ("push:daily", null, Read("Terra", "daily.json")),
        ("account:auth", null, Bytes("""{"type":"auth","status":"success","user":{"user_id":"t","provider":"OURA","reference_id":"r","scopes":"a,b"}}""")),
        ("account:deauth", null, Bytes("""{"type":"deauth","status":"success","user":{"user_id":"t"}}""")),
        ("account:access_revoked", null, Bytes("""{"type":"access_revoked","status":"warning","user":{"user_id":"t"}}""")),
        ("account:user_reauth", null, Bytes("""{"type":"user_reauth","old_user":{"user_id":"o"},"new_user":{"user_id":"n","reference_id":"r"}}""")),
        ("account:connection_error", null, Bytes("""{"type":"connection_error","user":{"user_id":"t"}}""")),
        ("account:permission_change", null, Bytes("""{"type":"permission_change","user":{"user_id":"t"},"scopes_added":"a, b","scopes_removed":""}""")),
    ];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Sign(byte[] body, string timestamp = Timestamp, string secret = SigningSecret) =>
        HmacHex(secret, timestamp + ".", body).ToLowerInvariant();

    public static WebhookRequest Signed(byte[] body, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Post(body, null, ("terra-signature", $"t={timestamp},v1={Sign(body, timestamp)}"));
    }

    public override WebhookRequest Deliver(byte[] body) => Post(
        body,
        null,
        ("X-Terra-Signature", $"t={Timestamp},v1={Sign(body)}"),
        ("X-Terra-Trace-Id", "trace-1"),
        ("X-Terra-Ordering-Timestamp", "1772438395123"));

    public override WebhookRequest DeliverWithoutSecret(byte[] body) =>
        Post(body, null, ("X-Terra-Signature", $"t={Timestamp},v1={Sign(body, secret: "")}"));

    public override IEnumerable<(string What, WebhookRequest Request)> Forge(WebhookRequest authentic)
    {
        var body = authentic.Body.ToArray();
        var signature = Sign(body);
        for (var index = 0; index < body.Length; index++)
        {
            yield return ($"body byte {index}", With(Flip(body, index), $"t={Timestamp},v1={signature}"));
        }

        for (var index = 0; index < signature.Length; index++)
        {
            yield return ($"signature digit {index}", With(body, $"t={Timestamp},v1={Flip(signature, index)}"));
        }

        for (var index = 0; index < Timestamp.Length; index++)
        {
            yield return ($"time stamp digit {index}", With(body, $"t={Flip(Timestamp, index)},v1={signature}"));
        }

        yield return ("no header", Post(body, null));
        yield return ("empty header", With(body, ""));
        yield return ("only a time", With(body, $"t={Timestamp}"));
        yield return ("no time", With(body, $"v1={signature}"));
        yield return ("two times", With(body, $"t={Timestamp},t=1772438396,v1={signature}"));
        yield return ("another scheme", With(body, $"t={Timestamp},v0={signature}"));
        yield return ("another secret", With(body, $"t={Timestamp},v1={Sign(body, secret: "api-key-1")}"));
        yield return ("more than 26 hours old", Signed(body, Now.AddSeconds(-93_601)));
        yield return ("five minutes and a second ahead", Signed(body, Now.AddSeconds(301)));
    }

    private static WebhookRequest With(byte[] body, string signature) => Post(body, null, ("X-Terra-Signature", signature));
}
