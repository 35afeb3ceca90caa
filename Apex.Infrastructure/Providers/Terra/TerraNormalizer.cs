using System.Globalization;
using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Infrastructure.Providers.Terra;

/// <summary>Terra's events to records and account changes. Pure. Versions follow the ordering header, which repeats do not change.</summary>
internal static class TerraNormalizer
{
    public static Normalized Normalize(PayloadToNormalize payload)
    {
        if (!BoundedJson.TryParse(payload.Body, out var document, out var problem))
        {
            return Normalized.Bad($"{problem} at $");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Normalized.Bad("wrong_type at $");
            }

            var drops = new DropList();
            var root = new FieldReader(document.RootElement, "$", drops);
            return payload.Kind switch
            {
                "push:" + TerraPayloads.Sleep => ReadData(root, drops, (element, source) => ReadSleep(payload, element, source)),
                "push:" + TerraPayloads.Daily => ReadData(root, drops, (element, source) => ReadDaily(payload, element, source)),
                _ when payload.Kind.StartsWith("account:", StringComparison.Ordinal) => TerraAccounts.Read(payload.Kind["account:".Length..], root, drops),
                _ => Normalized.Bad("kind_unknown at $"),
            };
        }
    }

    private static Normalized ReadData(FieldReader root, DropList drops, Func<FieldReader, SourceId, NormalizedRecord?> read)
    {
        var source = TerraSource.Of(root.Object("user")?.Text("provider"));
        List<NormalizedRecord> records = [.. root.Objects("data").Select(element => read(element, source)).OfType<NormalizedRecord>()];
        var reason = drops.Drops is [var first, ..] ? $"{first.Reason} at {first.Path}" : "essential_missing at $.data";
        return new() { Records = records, Drops = drops.Drops, Unreadable = records.Count == 0 ? reason : null };
    }

    private static NormalizedRecord? ReadSleep(PayloadToNormalize payload, FieldReader element, SourceId source)
    {
        if (element.Object("metadata") is not { } metadata || (metadata.Time("start_time"), metadata.Time("end_time")) is not ({ } start, { } end))
        {
            element.Refuse();
            return null;
        }

        var zone = VendorTime.Zone(payload.TimeZone);
        var tentative = TerraPayloads.IsTentative(metadata);
        var session = new SleepSession
        {
            StartUtc = TerraPayloads.ToUtc(metadata, start, zone),
            EndUtc = TerraPayloads.ToUtc(metadata, end, zone),
            EndOffsetMin = TerraPayloads.OffsetMin(metadata, end),
            IsNapByVendor = metadata.Flag("is_nap") ?? false,
            Tentative = tentative,
        };
        return Record(payload, source) with
        {
            Type = RecordType.Sleep,

            // The test button and some vendors send no summary_id: the start instant names the night then.
            ExternalId = metadata.Id("summary_id") ?? $"start/{session.StartUtc.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}",
            Day = VendorTime.LocalDate(session.EndUtc, session.EndOffsetMin, zone),
            Final = !tentative,
            Values = TerraPayloads.ReadSleep(element, source, session),
        };
    }

    private static NormalizedRecord? ReadDaily(PayloadToNormalize payload, FieldReader element, SourceId source)
    {
        var metadata = element.Object("metadata");
        if (TerraPayloads.DateOf(metadata?.Text("start_time")) is not { } day)
        {
            element.Refuse();
            return null;
        }

        return Record(payload, source) with
        {
            Type = RecordType.Day,
            ExternalId = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), // Terra's own row key: connection and calendar date
            Day = day,
            Final = !TerraPayloads.IsTentative(metadata!),
            Values = TerraPayloads.ReadDaily(element, source),
        };
    }

    // The ordering header is not covered by the signature: one from the future would block every later version.
    private static NormalizedRecord Record(PayloadToNormalize payload, SourceId source)
    {
        var seenAtMs = payload.SeenAt.ToUnixTimeMilliseconds();
        return new()
        {
            Source = source,
            Via = TerraServices.Name,
            Type = RecordType.Day,
            ExternalId = "",
            OrderAtMs = payload.OrderAtMs is { } ms && ms < seenAtMs ? ms : seenAtMs,

            // When Terra had it: what lies between this and our receipt is Terra's doing.
            VendorUpdatedAt = payload.OrderAtMs is { } sentMs && sentMs < seenAtMs ? DateTimeOffset.FromUnixTimeMilliseconds(sentMs) : null,
        };
    }
}
