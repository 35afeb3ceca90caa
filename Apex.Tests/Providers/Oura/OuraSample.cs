using System.Text;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Oura;

internal sealed class OuraSample : VendorSample
{
    public const string ClientSecret = "oura-client-secret-demo";
    public const string VerificationToken = "oura-verification-token";
    private const string Timestamp = "1772438395";

    public override string Name => "oura";

    public override Dictionary<string, string?> Settings => new()
    {
        ["Providers:Oura:Enabled"] = "true",
        ["Providers:Oura:ClientId"] = "client-1",
        ["Providers:Oura:ClientSecret"] = ClientSecret,
        ["Providers:Oura:WebhookSecret"] = VerificationToken,
        ["Providers:Oura:ApiBaseUrl"] = "https://oura.test/",
        ["Providers:Oura:AuthBaseUrl"] = "https://auth.oura.test",
    };

    public override byte[] Body => Encoding.UTF8.GetBytes(
        """{"event_type":"update","data_type":"sleep","object_id":"night-1","event_time":"2026-03-02T07:59:20.000+00:00","user_id":"person-1"}""");

    public override IReadOnlyList<(string Kind, string? EventType, byte[] Body)> Payloads =>
    [
        ("sleep", null, Read("Oura", "sleep.json")),
        ("sleep/night-1", null, Encoding.UTF8.GetBytes(
            """{"id":"night-1","day":"2026-03-02","bedtime_start":"2026-03-01T23:00:00+01:00","bedtime_end":"2026-03-02T07:00:00+01:00","time_in_bed":28800}""")),
        ("daily_activity", null, Read("Oura", "daily_activity.json")),
        ("daily_activity/day-1", null, "{\"id\":\"day-1\",\"day\":\"2026-03-01\",\"steps\":9120}"u8.ToArray()),
        ("notice:sleep", "delete", Body),
        ("notice:daily_activity", "delete", Body),
    ];

    public override WebhookRequest Deliver(byte[] body) => Deliver(body, Timestamp, HmacHex(ClientSecret, Timestamp, body));

    public override WebhookRequest DeliverWithoutSecret(byte[] body) => Deliver(body, Timestamp, HmacHex("", Timestamp, body));

    public override IEnumerable<(string What, WebhookRequest Request)> Forge(WebhookRequest authentic)
    {
        var body = authentic.Body.ToArray();
        var signature = authentic.Header("x-oura-signature")!;
        for (var index = 0; index < body.Length; index++)
        {
            yield return ($"body byte {index}", Deliver(Flip(body, index), Timestamp, signature));
        }

        for (var index = 0; index < signature.Length; index++)
        {
            yield return ($"signature digit {index}", Deliver(body, Timestamp, Flip(signature, index)));
        }

        for (var index = 0; index < Timestamp.Length; index++)
        {
            yield return ($"time stamp digit {index}", Deliver(body, Flip(Timestamp, index), signature));
        }

        yield return ("no headers", Post(body, null));
        yield return ("no signature", Post(body, null, ("x-oura-timestamp", Timestamp)));
        yield return ("no time stamp", Post(body, null, ("x-oura-signature", signature)));
        yield return ("shorter body", Deliver(body[..^1], Timestamp, signature));
        yield return ("other secret", Deliver(body, Timestamp, HmacHex("another-secret", Timestamp, body)));
        yield return ("a day and a second old", Signed(body, Now.AddSeconds(-86_401)));
        yield return ("eleven minutes ahead", Signed(body, Now.AddMinutes(11)));
    }

    public static WebhookRequest Signed(byte[] body, DateTimeOffset at)
    {
        var timestamp = at.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Deliver(body, timestamp, HmacHex(ClientSecret, timestamp, body));
    }

    public static WebhookRequest Deliver(byte[] body, string timestamp, string signature) =>
        Post(body, null, ("X-Oura-Timestamp", timestamp), ("X-Oura-Signature", signature));
}
