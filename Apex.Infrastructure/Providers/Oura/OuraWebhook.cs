using System.Globalization;
using System.Text.Json;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Handshake, signature and envelope (cloud.ouraring.com/docs/webhooks). A refused delivery gets 401; never answer 410: it cancels the
/// subscription.</summary>
internal static class OuraWebhook
{
    private const int MaxChallengeLength = 1024;
    private static readonly string[] _fields = ["event_type", "data_type", "object_id", "event_time", "user_id"];

    /// <summary>GET ?verification_token=ours&amp;challenge=random, answered {"challenge":"random"}.</summary>
    public static HandshakeReply? TryAnswerHandshake(WebhookRequest request, OuraOptions options)
    {
        if (request.Method != "GET" || request.Query("challenge") is not { } challenge)
        {
            return null;
        }

        return HmacSignature.SecretMatches(options.WebhookSecret, request.Query("verification_token")) && challenge.Length <= MaxChallengeLength
            ? new(200, "application/json", $$"""{"challenge":"{{JsonEncodedText.Encode(challenge)}}"}""")
            : new(401, null, null);
    }

    /// <summary>x-oura-signature = upper-case hex of HMAC-SHA256(client secret, x-oura-timestamp followed by the raw body).</summary>
    public static bool IsAuthentic(WebhookRequest request, OuraOptions options, DateTimeOffset now)
    {
        // The unit of the time stamp is not documented: seconds and milliseconds are both seen.
        var timestamp = request.Header("x-oura-timestamp");
        return UnixTime.FromSecondsOrMs(timestamp) is { } signedAt
            && now - signedAt <= OuraLimits.MaxSignatureAge
            && signedAt - now <= OuraLimits.MaxSignatureAhead
            && HmacSignature.MatchesSha256Hex(options.ClientSecret, timestamp!, request.Body.Span, request.Header("x-oura-signature"));
    }

    /// <summary>{"event_type":"update","data_type":"sleep","object_id":"8f9a…","event_time":"2026-01-01T07:31:05.000+00:00","user_id":"0a1b…"}:
    /// one object, no data; object_id has been seen absent.</summary>
    public static Envelope Split(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        Dictionary<string, ReadOnlyMemory<byte>> fields = [];
        if (JsonSlices.ReadMembers(body, _fields, fields) is { } problem)
        {
            return Envelope.Bad($"{problem} at $", body);
        }

        if (JsonSlices.Text(fields, "data_type") is not { } dataType)
        {
            return Envelope.Bad("data_type_missing at $.data_type", body);
        }

        if (dataType is not (OuraPayloads.Sleep or OuraPayloads.DailyActivity))
        {
            return Envelope.Of(); // scores and other types hold nothing Apex stores
        }

        return VendorId.OrNull(JsonSlices.Text(fields, "user_id")) is { } userId
            ? Envelope.Of(Read(body, receivedAt, fields, dataType, userId))
            : Envelope.Bad("user_id_missing at $.user_id", body);
    }

    private static IncomingMessage Read(
        ReadOnlyMemory<byte> body, DateTimeOffset receivedAt, Dictionary<string, ReadOnlyMemory<byte>> fields, string dataType, string userId)
    {
        var eventType = VendorId.OrNull(JsonSlices.Text(fields, "event_type"));
        var objectId = VendorId.OrNull(JsonSlices.Text(fields, "object_id"));
        var eventTime = JsonSlices.Text(fields, "event_time");
        var occurredAt = eventTime is null ? null : VendorTime.Parse(eventTime)?.ToUtc(NodaTime.DateTimeZone.Utc);
        return new()
        {
            Kind = MessageKind.Notification,
            ExternalUserId = userId,
            DataType = dataType,
            EventType = eventType,
            ObjectId = objectId,
            OccurredAt = occurredAt,
            Family = dataType,
            Day = (occurredAt ?? receivedAt).UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),

            // Without the event's time the key would name the object, and its next change would be dropped as a repeat.
            DeliveryKey = eventTime is null ? null : DeliveryKey.At(occurredAt, OuraServices.Name, userId, dataType, objectId, eventType, eventTime),
            Body = body,
        };
    }
}
