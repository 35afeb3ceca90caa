using System.Text;
using System.Text.Json;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Providers.Garmin;

internal sealed class GarminSample : VendorSample
{
    public const string PathSecret = "garmin-path-secret-0001";
    public const string ClientId = "garmin-client-1";

    public override string Name => "garmin";

    public override Dictionary<string, string?> Settings => new()
    {
        ["Providers:Garmin:Enabled"] = "true",
        ["Providers:Garmin:ClientId"] = ClientId,
        ["Providers:Garmin:WebhookSecret"] = PathSecret,
    };

    public override byte[] Body => Of("sleeps");

    public override IReadOnlyList<(string Kind, string? EventType, byte[] Body)> Payloads =>
    [
        ("push:sleeps", null, Of("sleeps")),
        ("push:hrv", null, Of("hrv")),
        ("push:dailies", null, Of("dailies")),
        ("account:deregistrations", null, Of("deregistrations")),
        ("account:userPermissionsChange", null, Of("userPermissionsChange")),
    ];

    /// <summary>One record of the sample push, wrapped as it is kept.</summary>
    public static byte[] Of(string type, int index = 0)
    {
        using var push = JsonDocument.Parse(Read("Garmin", "push.json"));
        return Encoding.UTF8.GetBytes($$"""{"{{type}}":[{{push.RootElement.GetProperty(type)[index].GetRawText()}}]}""");
    }

    public override WebhookRequest Deliver(byte[] body) => Post(body, PathSecret, ("garmin-client-id", ClientId));

    public override WebhookRequest DeliverWithoutSecret(byte[] body) => Post(body, "", ("garmin-client-id", ""));

    /// <summary>Garmin does not sign: only the secret path and the client id can be wrong.</summary>
    public override IEnumerable<(string What, WebhookRequest Request)> Forge(WebhookRequest authentic)
    {
        var body = authentic.Body.ToArray();
        for (var index = 0; index < PathSecret.Length; index++)
        {
            yield return ($"path byte {index}", Post(body, Flip(PathSecret, index), ("garmin-client-id", ClientId)));
        }

        yield return ("longer path", Post(body, PathSecret + "1", ("garmin-client-id", ClientId)));
        yield return ("shorter path", Post(body, PathSecret[..^1], ("garmin-client-id", ClientId)));
        yield return ("empty path", Post(body, "", ("garmin-client-id", ClientId)));
        yield return ("no path", Post(body, null, ("garmin-client-id", ClientId)));
        yield return ("no client id", Post(body, PathSecret));
        yield return ("other client id", Post(body, PathSecret, ("garmin-client-id", "garmin-client-2")));
    }
}
