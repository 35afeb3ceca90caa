using System.Globalization;
using Apex.Simulator.People;

namespace Apex.Simulator.Garmin;

/// <summary>A person's nights and days as Garmin's summaries.</summary>
internal static class GarminRecords
{
    public static GarminSleep Sleep(VirtualPerson person, string userId, Night night, string? validation, bool durationIncludesAwake) => new()
    {
        UserId = userId,
        SummaryId = SummaryId(person, "sleep", night.Day),
        CalendarDate = night.Day,
        StartTimeInSeconds = night.Start.ToUnixTimeSeconds(),
        StartTimeOffsetInSeconds = (int)night.Start.Offset.TotalSeconds,
        DurationInSeconds = night.AsleepSeconds + (durationIncludesAwake ? night.AwakeSeconds : 0),
        DeepSleepDurationInSeconds = night.DeepSeconds,
        LightSleepDurationInSeconds = night.LightSeconds,
        RemSleepInSeconds = night.RemSeconds,
        AwakeDurationInSeconds = night.AwakeSeconds,
        SleepLevelsMap = Levels(night),
        Validation = validation ?? (night.IsTentative ? "ENHANCED_TENTATIVE" : "ENHANCED_FINAL"),
        OverallSleepScore = new GarminScore(Math.Clamp(night.AsleepSeconds * 100 / 30000, 1, 100), night.AsleepSeconds > 25000 ? "GOOD" : "FAIR"),
        Naps = Naps(person, night.Day),
    };

    public static GarminHrv Hrv(VirtualPerson person, string userId, Night night)
    {
        var average = Rounded(night.RmssdMs!.Value);
        return new GarminHrv
        {
            UserId = userId,
            SummaryId = SummaryId(person, "hrv", night.Day),
            CalendarDate = night.Day,
            StartTimeInSeconds = night.Start.ToUnixTimeSeconds(),
            StartTimeOffsetInSeconds = (int)night.Start.Offset.TotalSeconds,
            DurationInSeconds = night.InBedSeconds,
            LastNightAvg = average,
            LastNight5MinHigh = average + 19,
            HrvValues = Enumerable.Range(1, Math.Max(1, night.InBedSeconds / 300) - 1)
                .ToDictionary(sample => (sample * 300).ToString(CultureInfo.InvariantCulture), sample => average + (int)(8 * Math.Sin(sample * 0.7))),
        };
    }

    public static GarminDaily Daily(VirtualPerson person, string userId, DayTotals day)
    {
        var midnight = person.LocalToInstant(day.Date, TimeSpan.Zero);
        return new GarminDaily
        {
            UserId = userId,
            SummaryId = SummaryId(person, "daily", day.Date),
            CalendarDate = day.Date,
            StartTimeInSeconds = midnight.ToUnixTimeSeconds(),
            StartTimeOffsetInSeconds = (int)midnight.Offset.TotalSeconds,
            DurationInSeconds = (int)Math.Clamp((person.SyncedUntil - midnight).TotalSeconds, 60, 86400),
            Steps = day.Steps,
            DistanceInMeters = day.DistanceMeters,
            ActiveTimeInSeconds = day.LowSeconds + day.ModerateSeconds + day.VigorousSeconds,
            ActiveKilocalories = day.ActiveCalories,
            BmrKilocalories = day.TotalCalories - day.ActiveCalories,
            ModerateIntensityDurationInSeconds = day.ModerateSeconds,
            VigorousIntensityDurationInSeconds = day.VigorousSeconds,
            RestingHeartRateInBeatsPerMinute = day.RestingHeartRateBpm,
            MinHeartRateInBeatsPerMinute = day.RestingHeartRateBpm - 3,
            MaxHeartRateInBeatsPerMinute = day.RestingHeartRateBpm + 96,
            AverageHeartRateInBeatsPerMinute = day.RestingHeartRateBpm + 19,
            AverageStressLevel = day.RestingHeartRateBpm is null ? -1 : 31,
        };
    }

    // The same day's summary keeps its id when it is re-sent with other content.
    private static string SummaryId(VirtualPerson person, string type, DateOnly day) => $"x{person.Dice(day, $"garmin-{type}").NextBits():x12}-{day.DayNumber:x}";

    private static Dictionary<string, IReadOnlyList<GarminSpan>> Levels(Night night) => Hypnogram.Of(night)
        .GroupBy(span => span.Stage)
        .ToDictionary(
            stage => stage.Key switch { SleepStage.Deep => "deep", SleepStage.Light => "light", SleepStage.Rem => "rem", _ => "awake" },
            IReadOnlyList<GarminSpan> (stage) => [.. stage.Select(span => new GarminSpan(span.Start.ToUnixTimeSeconds(), span.End.ToUnixTimeSeconds()))]);

    private static List<GarminNap>? Naps(VirtualPerson person, DateOnly day)
    {
        var naps = person.SleepsOf(day).Where(sleep => sleep.Kind is SleepKind.Nap or SleepKind.LateNap)
            .Select(nap => new GarminNap(nap.Start.ToUnixTimeSeconds(), nap.AsleepSeconds, (int)nap.Start.Offset.TotalSeconds)).ToList();
        return naps.Count > 0 ? naps : null;
    }

    private static int Rounded(double value) => (int)Math.Round(value, MidpointRounding.AwayFromZero);
}
