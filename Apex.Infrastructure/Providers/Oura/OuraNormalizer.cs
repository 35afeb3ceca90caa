using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using NodaTime;

namespace Apex.Infrastructure.Providers.Oura;

/// <summary>Oura's rows to records. Pure. A record's version is the instant its fetch was sent: rows carry no update instant.</summary>
internal static class OuraNormalizer
{
    /// <summary>Kinds: "sleep", "sleep/{id}", "daily_activity", "daily_activity/{id}", "notice:sleep", "notice:daily_activity".</summary>
    public static Normalized Normalize(PayloadToNormalize payload)
    {
        if (!BoundedJson.TryParse(payload.Body, out var document, out var problem))
        {
            return Normalized.Bad($"{problem} at $");
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(payload, document.RootElement)
                : Normalized.Bad("wrong_type at $");
        }
    }

    private static Normalized Read(PayloadToNormalize payload, JsonElement root)
    {
        var drops = new DropList();
        var isOneRow = payload.Kind.Contains('/', StringComparison.Ordinal);
        return (payload.Kind.Split('/')[0], isOneRow) switch
        {
            ("notice:" + OuraPayloads.Sleep, false) => ReadNotice(payload, new(root, "$", drops), RecordType.Sleep, drops),
            ("notice:" + OuraPayloads.DailyActivity, false) => ReadNotice(payload, new(root, "$", drops), RecordType.Day, drops),
            (OuraPayloads.Sleep, true) => Collect([ReadSleep(payload, new(root, "$", drops))], drops),
            (OuraPayloads.DailyActivity, true) => Collect([ReadActivity(payload, new(root, "$", drops))], drops),
            (OuraPayloads.Sleep, false) => ReadPage(root, row => ReadSleep(payload, row), drops),
            (OuraPayloads.DailyActivity, false) => ReadPage(root, row => ReadActivity(payload, row), drops),
            _ => Normalized.Bad("kind_unknown at $"),
        };
    }

    private static Normalized ReadPage(JsonElement root, Func<FieldReader, NormalizedRecord?> read, DropList drops) =>
        root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array
            ? Collect(new FieldReader(root, "$", drops).Objects("data").Select(read), drops)
            : Normalized.Bad("wrong_type at $.data");

    private static Normalized Collect(IEnumerable<NormalizedRecord?> read, DropList drops)
    {
        List<NormalizedRecord> records = [.. read.OfType<NormalizedRecord>()];

        // One odd row among good ones is a drop; nothing but odd rows is a shape we do not know.
        return records.Count == 0 && drops.Drops.Count > 0
            ? new() { Drops = drops.Drops, Unreadable = $"{drops.Drops[0].Reason} at {drops.Drops[0].Path}" }
            : new() { Records = records, Drops = drops.Drops };
    }

    private static NormalizedRecord? ReadSleep(PayloadToNormalize payload, FieldReader row)
    {
        var zone = VendorTime.Zone(payload.TimeZone);
        var start = row.Time("bedtime_start");
        var end = row.Time("bedtime_end");
        DateOnly? day = end is { } last ? VendorTime.LocalDate(last.ToUtc(zone), last.OffsetMin, zone) : null;
        if (row.Id("id") is not { } id)
        {
            row.Refuse();
            return null;
        }

        // "rest" is a false detection, "deleted" was removed in the app: both may have been a night the last time we looked.
        if (row.Text("type") is "rest" or "deleted")
        {
            return Tombstone(RecordType.Sleep, id, day, payload.SeenAt);
        }

        if (start is not { } bedtimeStart || end is not { } bedtimeEnd)
        {
            row.Refuse();
            return null;
        }

        // A late_nap that ends after 18:00 counts for the next day at Oura; here every sleep counts for the local day it ended on.
        if (row.Date("day") is { } vendorDay && vendorDay != day)
        {
            row.Note("day", "vendor_day_differs");
        }

        return Record(RecordType.Sleep, id, day, payload.SeenAt, OuraPayloads.ReadSleep(row, bedtimeStart, bedtimeEnd, zone));
    }

    private static NormalizedRecord? ReadActivity(PayloadToNormalize payload, FieldReader row)
    {
        if ((row.Id("id"), row.Date("day")) is ({ } id, { } day))
        {
            return Record(RecordType.Day, id, day, payload.SeenAt, OuraPayloads.ReadActivity(row, VendorTime.Zone(payload.TimeZone)));
        }

        row.Refuse();
        return null;
    }

    private static Normalized ReadNotice(PayloadToNormalize payload, FieldReader notice, RecordType type, DropList drops)
    {
        if (payload.EventType != "delete")
        {
            return new(); // says only that there is something to fetch
        }

        // A deletion "in the future" would block every later version of the record.
        var deletedAt = notice.Time("event_time")?.ToUtc(DateTimeZone.Utc) is { } at && at < payload.SeenAt ? at : payload.SeenAt;
        if (notice.Id("object_id") is not { } id)
        {
            notice.Refuse();
            return Collect([], drops);
        }

        return Collect([Tombstone(type, id, null, deletedAt)], drops);
    }

    private static NormalizedRecord Record(RecordType type, string id, DateOnly? day, DateTimeOffset orderAt, RecordValues values) => new()
    {
        Source = SourceId.Oura,
        Type = type,
        ExternalId = id,
        Day = day,
        OrderAtMs = orderAt.ToUnixTimeMilliseconds(),
        Complete = true,
        Values = values,
    };

    private static NormalizedRecord Tombstone(RecordType type, string id, DateOnly? day, DateTimeOffset orderAt) =>
        Record(type, id, day, orderAt, new()) with { Deleted = true };
}
