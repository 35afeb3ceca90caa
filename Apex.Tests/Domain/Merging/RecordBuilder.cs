using System.Security.Cryptography;
using System.Text;
using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Domain.Time;

namespace Apex.Tests.Domain.Merging;

/// <summary>Records around the night to Monday 4 May 2026 in Berlin (UTC+2).</summary>
internal static class RecordBuilder
{
    public const string Zone = "Europe/Berlin";

    public static readonly DateOnly Day = new(2026, 5, 4);

    /// <summary>Monday 08:00 local.</summary>
    public static readonly DateTimeOffset Morning = new(2026, 5, 4, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Sunday 23:00 to Monday 07:00 local, 7 h asleep, staged, time in bed stated.</summary>
    public static SleepSession Night { get; } = new()
    {
        StartUtc = At(-540),
        EndUtc = At(-60),
        InBedMin = 480,
        RemMin = 100,
        DeepMin = 80,
        LightMin = 240,
    };

    /// <summary>Minutes after Monday 08:00 local.</summary>
    public static DateTimeOffset At(double minutes) => Morning.AddMinutes(minutes);

    /// <summary>A session without stages.</summary>
    public static SleepSession Plain(double fromMin, double toMin, double asleepMin) =>
        new() { StartUtc = At(fromMin), EndUtc = At(toMin), VendorAsleepMin = asleepMin };

    public static SourceRecord Sleep(SourceId source, SleepSession session, string id = "night", double receivedMin = 0, string? via = null) =>
        Of(source, RecordType.Sleep, new() { Sleep = session }, id, receivedMin, via) with
        {
            Day = LocalDays.DayOf(session.EndUtc, Zone, session.EndOffsetMin),
        };

    public static SourceRecord OfDay(SourceId source, RecordValues values, string id = "day", double receivedMin = 0, string? via = null) =>
        Of(source, RecordType.Day, values, id, receivedMin, via);

    public static SourceRecord Hrv(SourceId source, double hrvMs, string id = "hrv", double receivedMin = 0, string? via = null) =>
        Of(source, RecordType.Hrv, new() { HrvMs = hrvMs, HrvKind = HrvKind.RmssdNight }, id, receivedMin, via);

    public static SourceRecord WithHeart(this SourceRecord record, double? hrvMs, double? restingHrBpm) => record with
    {
        Values = record.Values with
        {
            HrvMs = hrvMs,
            HrvKind = hrvMs is null ? null : HrvKind.RmssdNight,
            RestingHrBpm = restingHrBpm,
        },
    };

    public static Guid ConnectionOf(SourceId source, string? via) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes(via ?? source.Value)).AsSpan(0, 16));

    private static SourceRecord Of(SourceId source, RecordType type, RecordValues values, string id, double receivedMin, string? via) => new()
    {
        Source = source,
        Via = via,
        ConnectionId = ConnectionOf(source, via),
        Type = type,
        ExternalId = $"{source}-{id}",
        Day = Day,
        Version = new(Final: true, OrderAtMs: 1, Generation: 1),
        FirstReceivedAt = At(receivedMin),
        Values = values,
    };
}
