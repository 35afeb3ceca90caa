using System.Globalization;

namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>Secret path and envelope. Garmin wants 200 within 30 s and puts an endpoint that keeps failing on hold.</summary>
internal static class GarminWebhook
{
    /// <summary>Seen in public integrations only; Garmin's own text is not public.</summary>
    public static readonly AckLimit AckLimit = new(30, "public integrations; not confirmed by Garmin", new(2026, 11, 22));

    // A body may hold a million bad records; each slice is kept as a dead letter. The rest of them is kept as one.
    private const int MaxUnreadable = 100;

    // Of one type in one body. The smallest true record is some 300 bytes, so 16 MiB hold about as many.
    private const int MaxRecords = 50_000;

    private static readonly string[] _types =
        [GarminPayloads.Sleeps, GarminPayloads.Hrv, GarminPayloads.Dailies, GarminPayloads.Deregistrations, GarminPayloads.PermissionChanges];

    private static readonly string[] _fields =
    [
        "userId", "summaryId", "calendarDate", "callbackURL", "startTimeInSeconds", "startTimeOffsetInSeconds", "durationInSeconds",
    ];

    public static bool IsAuthentic(WebhookRequest request, GarminOptions options)
    {
        // Both are always compared, so that the time taken does not tell which one was wrong.
        var pathHolds = HmacSignature.SecretMatches(options.WebhookSecret, request.PathSecret);
        var clientHolds = options.ClientId.Length == 0 || HmacSignature.SecretMatches(options.ClientId, request.Header("garmin-client-id"));
        return pathHolds & clientHolds;
    }

    /// <summary>{"dailies":[{"userId":"…","summaryId":"…",…},{…}],"sleeps":[…]}: an array per type, each mixing people. Types Apex does not use
    /// (epochs, stressDetails, activities…) are skipped; epochs would count the steps of dailies twice.</summary>
    public static Envelope Split(ReadOnlyMemory<byte> body, DateTimeOffset receivedAt)
    {
        Dictionary<string, ReadOnlyMemory<byte>> arrays = [];
        if (JsonSlices.ReadMembers(body, _types, arrays) is { } problem)
        {
            return Envelope.Bad($"{problem} at $", body);
        }

        List<IncomingMessage> messages = [];
        List<UnreadableSlice> unreadable = [];
        foreach (var (type, array) in arrays)
        {
            List<ReadOnlyMemory<byte>> records = [];
            if (JsonSlices.ReadElements(array, MaxRecords, records) is { } arrayProblem)
            {
                unreadable.Add(new($"{arrayProblem} at $.{type}", array));
            }

            for (var index = 0; index < records.Count; index++)
            {
                Read(type, index, records[index], receivedAt, messages, unreadable);
            }
        }

        return unreadable.Count <= MaxUnreadable
            ? new(messages, unreadable)
            : new(messages, [.. unreadable[..MaxUnreadable], new("more_unreadable at $", body)]);
    }

    private static void Read(
        string type, int index, ReadOnlyMemory<byte> record, DateTimeOffset receivedAt, List<IncomingMessage> messages, List<UnreadableSlice> unreadable)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"$.{type}[{index}]");
        var body = JsonSlices.Wrap(($"{{\"{type}\":[", record), ("]}", default));
        Dictionary<string, ReadOnlyMemory<byte>> fields = [];
        if (JsonSlices.ReadMembers(record, _fields, fields) is { } problem)
        {
            unreadable.Add(new($"{problem} at {path}", body));
        }
        else if (fields.ContainsKey("callbackURL"))
        {
            // A ping names an address to fetch from. Endpoints must be set to "push" in Garmin's tool.
            unreadable.Add(new($"ping_not_supported at {path}", body));
        }
        else if (VendorId.OrNull(JsonSlices.Text(fields, "userId")) is not { } userId)
        {
            unreadable.Add(new($"user_id_missing at {path}.userId", body));
        }
        else
        {
            messages.Add(type is GarminPayloads.Deregistrations or GarminPayloads.PermissionChanges
                ? AccountMessage(type, userId, body)
                : DataMessage(type, userId, record, body, fields, receivedAt));
        }
    }

    // No delivery key: neither event carries an id, and a person may leave, return and leave again within the keys' life.
    private static IncomingMessage AccountMessage(string type, string userId, ReadOnlyMemory<byte> body) => new()
    {
        Kind = MessageKind.Account,
        ExternalUserId = userId,
        DataType = type,
        Family = "account",
        Day = "recent",
        Body = body,
    };

    private static IncomingMessage DataMessage(
        string type,
        string userId,
        ReadOnlyMemory<byte> record,
        ReadOnlyMemory<byte> body,
        Dictionary<string, ReadOnlyMemory<byte>> fields,
        DateTimeOffset receivedAt)
    {
        var start = JsonSlices.Number(fields, "startTimeInSeconds") is { } seconds ? UnixTime.FromSeconds(seconds) : null;
        var day = GarminDay.Parse(JsonSlices.Text(fields, "calendarDate"))
            ?? GarminDay.Of(type, start, JsonSlices.Number(fields, "startTimeOffsetInSeconds"), JsonSlices.Number(fields, "durationInSeconds"))
            ?? DateOnly.FromDateTime(receivedAt.UtcDateTime);

        // The same summary is sent again with new content: the key names the summary, the content key tells its versions apart.
        var subject = VendorId.OrNull(JsonSlices.Text(fields, "summaryId"))
            ?? start?.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new()
        {
            Kind = MessageKind.Push,
            ExternalUserId = userId,
            DataType = type,
            OccurredAt = start,
            Family = "push",
            Day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DeliveryKey = subject is null ? null : DeliveryKey.At(start, GarminServices.Name, type, userId, subject),
            ContentKey = subject is null ? null : DeliveryKey.OfContent(record.Span),
            Body = body,
        };
    }
}
