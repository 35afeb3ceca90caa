using System.Globalization;
using System.Text.Json;
using Apex.Domain.Metrics;
using Apex.Domain.Records;

namespace Apex.Infrastructure.Providers.Garmin;

/// <summary>Garmin's records to Apex's. Pure. A push is never complete: a field it leaves out keeps what is stored.</summary>
internal static class GarminNormalizer
{
    public static Normalized Normalize(PayloadToNormalize payload)
    {
        if (!BoundedJson.TryParse(payload.Body, out var document, out var problem))
        {
            return Normalized.Bad($"{problem} at $");
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(payload, document.RootElement) : Normalized.Bad("wrong_type at $");
        }
    }

    private static Normalized Read(PayloadToNormalize payload, JsonElement root)
    {
        var type = payload.Kind[(payload.Kind.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var drops = new DropList();
        List<FieldReader> records = [.. new FieldReader(root, "$", drops).Objects(type)];
        return payload.Kind switch
        {
            "push:" + GarminPayloads.Sleeps => Collect(type, records, record => ReadSleep(payload, record), drops),
            "push:" + GarminPayloads.Hrv => Collect(type, records, record => ReadHrv(payload, record), drops),
            "push:" + GarminPayloads.Dailies => Collect(type, records, record => ReadDaily(payload, record), drops),
            "account:" + GarminPayloads.Deregistrations => CollectChanges(type, records, GarminAccounts.ReadDeregistration, drops),
            "account:" + GarminPayloads.PermissionChanges => CollectChanges(type, records, GarminAccounts.ReadPermissions, drops),
            _ => Normalized.Bad("kind_unknown at $"),
        };
    }

    private static Normalized Collect(string type, List<FieldReader> from, Func<FieldReader, IEnumerable<NormalizedRecord>> read, DropList drops)
    {
        List<NormalizedRecord> records = [.. from.SelectMany(read)];
        return new() { Records = records, Drops = drops.Drops, Unreadable = records.Count == 0 ? ReasonOf(type, from, drops) : null };
    }

    private static Normalized CollectChanges(string type, List<FieldReader> from, Func<FieldReader, AccountChange?> read, DropList drops)
    {
        List<AccountChange> changes = [.. from.Select(read).OfType<AccountChange>()];
        return new() { AccountChanges = changes, Drops = drops.Drops, Unreadable = changes.Count == 0 ? ReasonOf(type, from, drops) : null };
    }

    // A night without an HRV value is understood and says nothing; a record without its essentials is a shape we do not know.
    private static string? ReasonOf(string type, List<FieldReader> from, DropList drops) => (from.Count > 0 && !drops.HasRefusal, drops.Drops) switch
    {
        (true, _) => null,
        (false, [var first, ..]) => $"{first.Reason} at {first.Path}",
        _ => $"essential_missing at $.{type}",
    };

    private static IEnumerable<NormalizedRecord> ReadSleep(PayloadToNormalize payload, FieldReader record)
    {
        var tentative = record.Text("validation")?.EndsWith("_TENTATIVE", StringComparison.Ordinal) ?? false;
        var offsetMin = ReadOffsetMin(record, "startTimeOffsetInSeconds");
        var start = record.FromUnixSeconds("startTimeInSeconds");
        if (start is { } startUtc && GarminPayloads.ReadSleep(record, startUtc, offsetMin, tentative) is { } sleep)
        {
            var day = GarminDay.Read(record, VendorTime.LocalDate(sleep.EndUtc, offsetMin, VendorTime.Zone(payload.TimeZone)));
            yield return Record(RecordType.Sleep, ExternalId(record, startUtc), day, payload.SeenAt, !tentative, new() { Sleep = sleep });
        }
        else
        {
            record.Refuse();
        }

        foreach (var nap in record.Objects("naps"))
        {
            if (ReadNap(payload, nap, tentative) is { } napRecord)
            {
                yield return napRecord;
            }
        }
    }

    // Keyed by its start: the summary around it may be replaced by one with another id.
    private static NormalizedRecord? ReadNap(PayloadToNormalize payload, FieldReader nap, bool tentative)
    {
        var offsetMin = ReadOffsetMin(nap, "napOffsetInSeconds");
        if (nap.FromUnixSeconds("napStartTimeInSeconds") is not { } start
            || nap.Number("napDurationInSeconds") is not { } seconds || seconds <= 0 || seconds > GarminDay.MaxDuration.TotalSeconds)
        {
            nap.Refuse();
            return null;
        }

        var sleep = new SleepSession
        {
            StartUtc = start,
            EndUtc = start.AddSeconds(seconds),
            EndOffsetMin = offsetMin,
            VendorAsleepMin = seconds / 60,
            IsNapByVendor = true,
            Tentative = tentative,
        };
        var day = VendorTime.LocalDate(sleep.EndUtc, offsetMin, VendorTime.Zone(payload.TimeZone));
        return Record(RecordType.Sleep, $"nap/{Seconds(start)}", day, payload.SeenAt, !tentative, new() { Sleep = sleep });
    }

    private static IEnumerable<NormalizedRecord> ReadHrv(PayloadToNormalize payload, FieldReader record)
    {
        var start = record.FromUnixSeconds("startTimeInSeconds");
        var computed = GarminDay.Computed(GarminPayloads.Hrv, payload, record, start);
        if ((record.Id("summaryId") is null && start is null) || GarminDay.Read(record, computed) is not { } day)
        {
            record.Refuse();
        }
        else if (GarminPayloads.ReadHrv(record) is { } values)
        {
            yield return Record(RecordType.Hrv, ExternalId(record, start), day, payload.SeenAt, true, values);
        }
        else
        {
            record.Note("lastNightAvg", "no_value");
        }
    }

    // One record per day whatever its summaryId: today's summary comes again and again, and only public code says that its id stays.
    private static IEnumerable<NormalizedRecord> ReadDaily(PayloadToNormalize payload, FieldReader record)
    {
        var start = record.FromUnixSeconds("startTimeInSeconds");
        if (GarminDay.Read(record, GarminDay.Computed(GarminPayloads.Dailies, payload, record, start)) is not { } day)
        {
            record.Refuse();
            yield break;
        }

        // How far the data reaches orders the versions of a day. A running day may already claim its full length: it reaches to now at most.
        var seconds = record.Number("durationInSeconds");
        DateTimeOffset? through = start is { } from && seconds >= 0 && seconds <= GarminDay.MaxDuration.TotalSeconds
            ? from.AddSeconds(seconds.Value)
            : null;
        var orderAt = through < payload.SeenAt ? through.Value : payload.SeenAt;
        yield return Record(
            RecordType.Day,
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            day,
            orderAt,
            true,
            GarminPayloads.ReadDaily(record, through is null ? null : orderAt));
    }

    private static int? ReadOffsetMin(FieldReader record, string name)
    {
        if (record.Number(name) is not { } seconds)
        {
            return null;
        }

        if (Math.Abs(seconds) <= GarminDay.MaxOffset.TotalSeconds)
        {
            return (int)(seconds / 60);
        }

        record.Note(name, "out_of_range");
        return null;
    }

    private static string ExternalId(FieldReader record, DateTimeOffset? start) => record.Id("summaryId") ?? $"start/{Seconds(start!.Value)}";

    private static string Seconds(DateTimeOffset instant) => instant.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static NormalizedRecord Record(RecordType type, string id, DateOnly? day, DateTimeOffset orderAt, bool final, RecordValues values) => new()
    {
        Source = SourceId.Garmin,
        Type = type,
        ExternalId = id,
        Day = day,
        Final = final,
        OrderAtMs = orderAt.ToUnixTimeMilliseconds(),
        Values = values,
    };
}
