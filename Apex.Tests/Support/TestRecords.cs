using Apex.Domain.Metrics;
using Apex.Domain.Records;
using Apex.Infrastructure.Providers;

namespace Apex.Tests.Support;

/// <summary>Vendor records with invented numbers for a person in UTC.</summary>
internal static class TestRecords
{
    public static readonly SourceId Ring = new("oura");
    public static readonly SourceId Watch = new("garmin");

    /// <summary>A night that ends at 06:00 UTC of <paramref name="day"/>, half an hour awake in bed, with 25 % REM, 20 % deep, 55 % light.</summary>
    public static NormalizedRecord Night(
        DateOnly day, double hours, double? hrvMs = null, double? restingHr = null, long order = 1, string? id = null, bool final = true, bool complete = false, SourceId? source = null)
    {
        var end = new DateTimeOffset(day, new TimeOnly(6, 0), TimeSpan.Zero);
        var asleepMin = hours * 60;
        return new()
        {
            Source = source ?? Ring,
            Type = RecordType.Sleep,
            ExternalId = id ?? "night-" + day.ToString("O", null),
            Day = day,
            OrderAtMs = order,
            Final = final,
            Complete = complete,
            Values = new()
            {
                Sleep = new()
                {
                    StartUtc = end.AddMinutes(-asleepMin - 30),
                    EndUtc = end,
                    InBedMin = asleepMin + 30,
                    RemMin = asleepMin * 0.25,
                    DeepMin = asleepMin * 0.20,
                    LightMin = asleepMin * 0.55,
                    AwakeMin = 30,
                    Tentative = !final,
                },
                HrvMs = hrvMs,
                HrvKind = hrvMs is null ? null : HrvKind.RmssdNight,
                RestingHrBpm = restingHr,
            },
        };
    }

    public static NormalizedRecord DaySummary(DateOnly day, int steps, double? activityMinutes = null, long order = 1, SourceId? source = null, bool complete = false) => new()
    {
        Source = source ?? Ring,
        Type = RecordType.Day,
        ExternalId = "day-" + day.ToString("O", null),
        Day = day,
        OrderAtMs = order,
        Complete = complete,
        Values = new() { Steps = steps, ActivityMinutes = activityMinutes },
    };

    public static NormalizedRecord Deletion(NormalizedRecord record, long order) =>
        record with { Deleted = true, Day = null, OrderAtMs = order, Values = new() };
}
