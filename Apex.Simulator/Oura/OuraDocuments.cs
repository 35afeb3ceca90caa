using System.Globalization;
using Apex.Simulator.People;

namespace Apex.Simulator.Oura;

/// <summary>A person's nights and days as Oura's documents.</summary>
internal static class OuraDocuments
{
    // Oura's activity day runs 04:00 to 03:59 local time.
    private const int ActivityDayStartsAtHour = 4;

    public static IEnumerable<OuraSleep> Sleeps(VirtualPerson person, DateOnly day) =>
        person.SleepsOf(day).OrderBy(sleep => sleep.Start).Select((sleep, period) => Sleep(person, sleep, period));

    public static IEnumerable<OuraActivity> Activities(VirtualPerson person, DateOnly day)
    {
        if ((person.DayOf(day) ?? (person.LiesUnused(day) ? new DayTotals { Date = day } : null)) is not { } totals)
        {
            return [];
        }

        var classes = Classes(person, day);

        return
        [
            new OuraActivity
            {
                Id = person.DocumentId(day, "daily_activity"),
                Score = Math.Clamp(40 + (totals.Steps / 220), 1, 100),
                ActiveCalories = totals.ActiveCalories,
                ClassBy5Min = classes,
                Day = day,
                EquivalentWalkingDistance = totals.DistanceMeters,
                HighActivityTime = totals.VigorousSeconds,
                LowActivityTime = totals.LowSeconds,
                MediumActivityTime = totals.ModerateSeconds,
                NonWearTime = classes.Count(step => step == '0') * 300,
                RestingTime = person.NightOf(day)?.InBedSeconds ?? 0,
                SedentaryTime = totals.SedentarySeconds,
                Steps = totals.Steps,
                Timestamp = Iso(person.LocalToInstant(day, TimeSpan.FromHours(ActivityDayStartsAtHour))),
                TotalCalories = totals.TotalCalories,
            },
        ];
    }

    public static IEnumerable<OuraReadiness> Readinesses(VirtualPerson person, DateOnly day) => person.NightOf(day) is not { } night ? [] :
    [
        new OuraReadiness(
            person.DocumentId(day, "daily_readiness"), Contributors(person, night), day, new OuraMeta(1),
            ReadinessScore(person, night), -0.1, 0.05, Iso(Midnight(person, day))),
    ];

    public static IEnumerable<OuraDailySleep> DailySleeps(VirtualPerson person, DateOnly day) => person.NightOf(day) is not { } night ? [] :
    [
        new OuraDailySleep(
            person.DocumentId(day, "daily_sleep"),
            new OuraSleepContributors(
                Score(night.DeepSeconds, 5400), Score(night.EfficiencyPercent, 95), 80, Score(night.RemSeconds, 6300), 75, 80, Score(night.AsleepSeconds, 28800)),
            day, new OuraMeta(1), Score(night.AsleepSeconds, 30000), Iso(Midnight(person, day))),
    ];

    // 0 not worn, 1 rest, 2 inactive; one digit per five minutes, as far as the ring has synced.
    private static string Classes(VirtualPerson person, DateOnly day)
    {
        var start = person.LocalToInstant(day, TimeSpan.FromHours(ActivityDayStartsAtHour));
        var end = person.LocalToInstant(day.AddDays(1), TimeSpan.FromHours(ActivityDayStartsAtHour));
        end = person.SyncedUntil < end ? person.SyncedUntil : end;
        var sleeps = person.SleepsOf(day).Concat(person.SleepsOf(day.AddDays(1))).ToList();
        return string.Concat(Enumerable.Range(0, Math.Max(0, (int)((end - start).TotalMinutes / 5)))
            .Select(step => start.AddMinutes((5 * step) + 2.5))
            .Select(middle => person.IsOffAt(middle) ? '0' : sleeps.Exists(sleep => sleep.Start <= middle && middle < sleep.End) ? '1' : '2'));
    }

    // Milliseconds and offset always written: 2026-03-09T23:04:00.000+01:00
    public static string Iso(DateTimeOffset instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);

    private static OuraSleep Sleep(VirtualPerson person, Night sleep, int period) => new()
    {
        Id = sleep.Id,
        AverageBreath = sleep.BreathsPerMinute,
        AverageHeartRate = sleep.AverageHeartRateBpm,
        AverageHrv = Rounded(sleep.RmssdMs),
        AwakeTime = sleep.AwakeSeconds,
        BedtimeEnd = Iso(sleep.End),
        BedtimeStart = Iso(sleep.Start),
        Day = sleep.Day,
        DeepSleepDuration = sleep.DeepSeconds,
        Efficiency = Rounded(sleep.EfficiencyPercent),
        HeartRate = Series(sleep, sleep.AverageHeartRateBpm, 1.5),
        Hrv = Series(sleep, sleep.RmssdMs, 6),
        Latency = sleep.LatencySeconds,
        LightSleepDuration = sleep.LightSeconds,
        LowestHeartRate = sleep.LowestHeartRateBpm,
        Period = period,
        Readiness = sleep.Kind == SleepKind.LongSleep ? new(Contributors(person, sleep), ReadinessScore(person, sleep), -0.1, 0.05) : null,
        RemSleepDuration = sleep.RemSeconds,
        RestlessPeriods = sleep.AwakeSeconds / 90,
        SleepPhase5Min = Phases(sleep),
        TimeInBed = sleep.InBedSeconds,
        TotalSleepDuration = sleep.AsleepSeconds,
        Type = TypeOf(sleep.Kind),
    };

    private static string TypeOf(SleepKind kind) => kind switch
    {
        SleepKind.LongSleep => "long_sleep",
        SleepKind.Nap => "sleep",
        SleepKind.LateNap => "late_nap",
        SleepKind.Rest => "rest",
        _ => "deleted",
    };

    // 1 deep, 2 light, 3 REM, 4 awake; one digit per five minutes.
    private static string Phases(Night sleep)
    {
        var spans = Hypnogram.Of(sleep);
        return string.Concat(Enumerable.Range(0, sleep.InBedSeconds / 300)
            .Select(index => sleep.Start.AddSeconds((index * 300) + 150))
            .Select(middle => spans.FirstOrDefault(span => span.Start <= middle && middle < span.End).Stage)
            .Select(stage => stage switch { SleepStage.Deep => '1', SleepStage.Light => '2', SleepStage.Rem => '3', _ => '4' }));
    }

    // The first and last samples of a night are often missing.
    private static OuraSeries? Series(Night sleep, double? average, double swing)
    {
        if (average is not { } middle)
        {
            return null;
        }

        var samples = Enumerable.Range(0, sleep.InBedSeconds / 300).Select(index => index == 0 ? (double?)null : Math.Round(middle + (swing * Math.Sin(index * 0.7))));
        return new OuraSeries(300, [.. samples], Iso(sleep.Start));
    }

    private static OuraReadinessContributors Contributors(VirtualPerson person, Night night) => new(
        78, 90, night.RmssdMs is { } rmssd ? Score(rmssd, person.Habits.RmssdMs * 1.2) : null, 75, Score(night.AsleepSeconds, 28800), 70,
        night.LowestHeartRateBpm is { } lowest ? Score(person.Habits.RestingHeartRateBpm, lowest * 1.1) : null, 80);

    private static int ReadinessScore(VirtualPerson person, Night night) => night.RmssdMs is { } rmssd
        ? (int)Math.Clamp(Math.Round(74 + (55 * Math.Log(rmssd / person.Habits.RmssdMs))), 1, 100)
        : 70;

    private static DateTimeOffset Midnight(VirtualPerson person, DateOnly day) => person.LocalToInstant(day, TimeSpan.Zero);

    private static int Score(double value, double best) => (int)Math.Clamp(Math.Round(100 * value / best), 1, 100);

    private static int? Rounded(double? value) => value is { } known ? (int)Math.Round(known, MidpointRounding.AwayFromZero) : null;
}
