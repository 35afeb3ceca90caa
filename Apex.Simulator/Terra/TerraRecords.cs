using System.Globalization;
using Apex.Simulator.People;

namespace Apex.Simulator.Terra;

/// <summary>A person's nights and days as Terra passes them on, with the gaps of the vendor behind it.</summary>
internal static class TerraRecords
{
    private const string Whoop = "WHOOP";
    private const string Apple = "APPLE";

    // Phones report SDNN; over a night it is usually somewhat above RMSSD.
    private const double SdnnPerRmssd = 1.25;

    public static TerraSleep Sleep(string provider, Night night, bool efficiencyAsRatio) => new(
        new TerraMetadata(night.Id, Iso(night.Start), Iso(night.End), night.Kind is SleepKind.Nap or SleepKind.LateNap, night.IsTentative ? 3 : 2, 1),
        new TerraSleepDurations(
            new TerraAsleep
            {
                DurationAsleepStateSeconds = night.AsleepSeconds,
                DurationDeepSleepStateSeconds = night.DeepSeconds,
                DurationLightSleepStateSeconds = night.LightSeconds,
                DurationRemSleepStateSeconds = night.RemSeconds,
                NumRemEvents = 4,
            },
            new TerraAwake(night.AwakeSeconds, provider is Whoop or Apple ? null : night.LatencySeconds, null, 7),
            new TerraOtherDurations(night.InBedSeconds, 0),
            efficiencyAsRatio ? Math.Round(night.EfficiencyPercent / 100, 4) : Math.Round(night.EfficiencyPercent, 2)),
        HeartRate(provider, night.AverageHeartRateBpm, night.LowestHeartRateBpm, night.LowestHeartRateBpm, night.RmssdMs),
        new TerraEnrichment(null, null));

    public static TerraDaily Daily(VirtualPerson person, string provider, DayTotals day)
    {
        var midnight = person.LocalToInstant(day.Date, TimeSpan.Zero);
        return new TerraDaily(
            new TerraMetadata(null, Iso(midnight), Iso(person.LocalToInstant(day.Date, new TimeSpan(23, 59, 59))), null, 2, 1),
            provider == Whoop ? new TerraDistance(null, null) : new TerraDistance(day.Steps, day.DistanceMeters),
            new TerraActiveDurations(day.LowSeconds + day.ModerateSeconds + day.VigorousSeconds, day.LowSeconds, day.ModerateSeconds, day.VigorousSeconds),
            HeartRate(provider, day.RestingHeartRateBpm + 19, day.RestingHeartRateBpm - 3, day.RestingHeartRateBpm, null),
            new TerraStrain(provider == Whoop ? day.StrainLevel : null),
            new TerraScores(null, null, null),
            new TerraEnrichment(null, null));
    }

    // What Terra's dashboard generator sends: asleep longer than in bed, an efficiency of 1.99, the highest pulse below the lowest.
    public static TerraSleep Nonsense(DateTimeOffset start) => new(
        new TerraMetadata(null, Iso(start), Iso(start.AddSeconds(55)), null, 0, 0),
        new TerraSleepDurations(
            new TerraAsleep
            {
                DurationAsleepStateSeconds = 377,
                DurationDeepSleepStateSeconds = 901.4,
                DurationLightSleepStateSeconds = -3,
                DurationRemSleepStateSeconds = 12.25,
                NumRemEvents = 88,
            },
            new TerraAwake(411.7, 92.1, 3, 12),
            new TerraOtherDurations(55, 17),
            1.99),
        new TerraHeartRate(new TerraHeartRateSummary(7.1, 142, 61, 311.5, 0.004, 9021)),
        new TerraEnrichment(null, null));

    // Microseconds and offset: 2026-03-10T06:45:00.000000+01:00
    public static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    private static TerraHeartRate HeartRate(string provider, double? average, double? lowest, double? resting, double? rmssdMs) => new(new(
        average, lowest, average + 40, resting, provider == Apple ? null : rmssdMs, provider == Apple && rmssdMs is { } ms ? Math.Round(ms * SdnnPerRmssd, 1) : null));
}
