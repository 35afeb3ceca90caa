using System.Globalization;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Envelope: {"type":"sleep","user":{"user_id":"…","provider":"OURA",…},"data":[{…},{…}],"version":"2022-03-16"}, or an account event
/// without data. Terra repeats on any status from 400 up, 4xx too.</summary>
internal static class TerraWebhook
{
    /// <summary>Terra's default; a destination may have another, and an older page said 30 s.</summary>
    public static readonly AckLimit AckLimit = new(8, "docs.tryterra.co/reference/webhook-settings", new(2026, 11, 22));

    // Each element's message carries a copy of the user; together these bound what one body can grow to (40 MB).
    private const int MaxElements = 20_000;
    private const int MaxUserBytes = 2048;

    public const string OrderingHeader = "X-Terra-Ordering-Timestamp";

    private static readonly string[] _envelope = ["type", "status", "user", "old_user", "new_user", "data", "url"];
    private static readonly string[] _user = ["user_id"];
    private static readonly string[] _element = ["metadata"];
    private static readonly string[] _metadata = ["start_time", "end_time"];

    public static Envelope Split(WebhookRequest request, DateTimeOffset receivedAt)
    {
        var body = request.Body;
        Dictionary<string, ReadOnlyMemory<byte>> fields = [];
        if (JsonSlices.ReadMembers(body, _envelope, fields) is { } problem)
        {
            return Envelope.Bad($"{problem} at $", body);
        }

        return JsonSlices.Text(fields, "type") switch
        {
            null => Envelope.Bad("type_missing at $.type", body),
            TerraPayloads.Sleep => SplitData(request, TerraPayloads.Sleep, fields, receivedAt),
            TerraPayloads.Daily => SplitData(request, TerraPayloads.Daily, fields, receivedAt),
            TerraPayloads.Auth when JsonSlices.Text(fields, "status") is { } status && status != "success" => Envelope.Of(), // nobody got connected
            TerraPayloads.UserReauth => SplitAccount(request, TerraPayloads.UserReauth, fields, "new_user"),
            { } type when TerraPayloads.AccountTypes.Contains(type) => SplitAccount(request, type, fields, "user"),

            TerraPayloads.S3Payload => SplitLink(request, fields),
            _ => Envelope.Of(), // activity, body, nutrition, large_request_*, healthcheck…: nothing Apex stores
        };
    }

    private static Envelope SplitAccount(WebhookRequest request, string type, Dictionary<string, ReadOnlyMemory<byte>> fields, string userField) =>
        UserIdOf(fields, userField) is { } userId
            ? Envelope.Of(new IncomingMessage
            {
                Kind = MessageKind.Account,
                ExternalUserId = userId,
                DataType = type,
                OrderAtMs = OrderAtMs(request),
                Family = "account",
                Day = "recent",
                DeliveryKey = KeyOf(request, 0),
                Body = request.Body,
            })
            : Envelope.Bad($"user_id_missing at $.{userField}.user_id", request.Body);

    private static Envelope SplitData(WebhookRequest request, string type, Dictionary<string, ReadOnlyMemory<byte>> fields, DateTimeOffset receivedAt)
    {
        if (UserIdOf(fields, "user") is not { } userId)
        {
            return Envelope.Bad("user_id_missing at $.user.user_id", request.Body);
        }

        if (fields["user"].Length > MaxUserBytes)
        {
            return Envelope.Bad("too_large at $.user", request.Body);
        }

        List<ReadOnlyMemory<byte>> elements = [];
        var problem = fields.TryGetValue("data", out var data) ? JsonSlices.ReadElements(data, MaxElements, elements) : "wrong_type";
        if (problem is not null)
        {
            return Envelope.Bad($"{problem} at $.data", request.Body);
        }

        // One message per element: each has a day of its own. The slice keeps the vendor's shape, so that it reads like any Terra body.
        var orderAtMs = OrderAtMs(request);
        return Envelope.Of([.. elements.Select((element, index) => new IncomingMessage
        {
            Kind = MessageKind.Push,
            ExternalUserId = userId,
            DataType = type,
            OrderAtMs = orderAtMs,
            Family = "push",
            Day = DayOf(type, element, receivedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DeliveryKey = KeyOf(request, index),
            Body = JsonSlices.Wrap(($"{{\"type\":\"{type}\",\"user\":", fields["user"]), (",\"data\":[", element), ("]}", default)),
        })]);
    }

    // The body is too large to be pushed and lies behind an address, which is a secret for ten minutes. Repeats of one address are one piece of work.
    private static Envelope SplitLink(WebhookRequest request, Dictionary<string, ReadOnlyMemory<byte>> fields) =>
        fields.TryGetValue("url", out var url) && url.Span[0] == '"'
            ? Envelope.Of(new IncomingMessage
            {
                Kind = MessageKind.Notification,
                ExternalUserId = LinkedDelivery.Nobody,
                DataType = TerraPayloads.S3Payload,
                OrderAtMs = OrderAtMs(request),
                Family = LinkedDelivery.Family,
                Day = Convert.ToHexString(DeliveryKey.OfContent(url.Span)),
                DeliveryKey = KeyOf(request, 0),
                Body = request.Body,
            })
            : Envelope.Bad("url_missing at $.url", request.Body);

    private static string? UserIdOf(Dictionary<string, ReadOnlyMemory<byte>> fields, string name)
    {
        Dictionary<string, ReadOnlyMemory<byte>> user = [];
        return fields.TryGetValue(name, out var slice) && JsonSlices.ReadMembers(slice, _user, user) is null
            ? VendorId.OrNull(JsonSlices.Text(user, "user_id"))
            : null;
    }

    // The trace id stays the same when a delivery is repeated; chunks of a large request have their own ("id:chunk:2"). terra-reference does
    // not tell chunks apart: as a key it would lose all but the first.
    private static byte[]? KeyOf(WebhookRequest request, int index) => VendorId.OrNull(request.Header("X-Terra-Trace-Id")) is { } traceId
        ? DeliveryKey.Of(TerraServices.Name, traceId, index.ToString(CultureInfo.InvariantCulture))
        : null;

    private static long? OrderAtMs(WebhookRequest request) =>
        long.TryParse(request.Header(OrderingHeader), NumberStyles.None, CultureInfo.InvariantCulture, out var ms)
            ? UnixTime.FromMs(ms)?.ToUnixTimeMilliseconds()
            : null;

    // Only groups what arrives together; the record's own day is the normalizer's. Dates are taken before any zone conversion.
    private static DateOnly DayOf(string type, ReadOnlyMemory<byte> element, DateTimeOffset receivedAt)
    {
        Dictionary<string, ReadOnlyMemory<byte>> fields = [];
        Dictionary<string, ReadOnlyMemory<byte>> metadata = [];
        _ = JsonSlices.ReadMembers(element, _element, fields) is null
            && fields.TryGetValue("metadata", out var slice)
            && JsonSlices.ReadMembers(slice, _metadata, metadata) is null;
        return TerraPayloads.DateOf(JsonSlices.Text(metadata, type == TerraPayloads.Sleep ? "end_time" : "start_time"))
            ?? DateOnly.FromDateTime(receivedAt.UtcDateTime);
    }
}
