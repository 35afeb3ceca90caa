namespace Apex.Simulator.People;

/// <summary>What happens in a person's night when nothing was set by hand: a pure function of seed, person and day.</summary>
internal static class NightPlan
{
    // Below this a ring reports no HRV.
    private const int ShortestSleepWithHrvSeconds = 3 * 3600;

    public static Night MainOf(VirtualPerson person, DateOnly day)
    {
        var dice = person.Dice(day, "night");
        var (start, end) = TimesOf(person, day, ref dice);
        var inBed = (int)(end - start).TotalSeconds;
        var latency = Rounded(Math.Clamp(720 + (dice.NextNormal() * 330), 120, 3000));
        var awakeLater = Rounded(inBed * Math.Clamp(0.06 + (dice.NextNormal() * 0.02), 0.02, 0.14));
        var asleep = inBed - latency - awakeLater;
        var deep = Rounded(asleep * Math.Clamp(0.17 + (dice.NextNormal() * 0.03), 0.08, 0.27));
        var rem = Rounded(asleep * Math.Clamp(0.22 + (dice.NextNormal() * 0.035), 0.10, 0.33));
        var strain = BodyStrain.On(person, day);
        var lowest = (int)Math.Round(strain.RestingHeartRateBpm);
        return new Night
        {
            Id = person.DocumentId(day, "sleep-0"),
            Day = day,
            Start = start,
            End = end,
            DeepSeconds = deep,
            RemSeconds = rem,
            LightSeconds = asleep - deep - rem,
            AwakeSeconds = latency + awakeLater,
            LatencySeconds = latency,
            RmssdMs = asleep < ShortestSleepWithHrvSeconds ? null : Math.Round(strain.RmssdMs, 1),
            LowestHeartRateBpm = lowest,
            AverageHeartRateBpm = Math.Round(lowest + 5.5 + (dice.Next() * 3), 2),
            BreathsPerMinute = Math.Round(14 + (dice.NextNormal() * 0.5), 3),
        };
    }

    public static Night? NapOf(VirtualPerson person, DateOnly day)
    {
        var dice = person.Dice(day, "nap");
        if (dice.Next() >= person.Habits.NapProbability)
        {
            return null;
        }

        var start = person.LocalToInstant(day, person.Habits.Wake.ToTimeSpan() + TimeSpan.FromMinutes(dice.Between(360, 480)));
        return Nap(person, day, start, dice.Between(20, 80) * 60);
    }

    public static Night Nap(VirtualPerson person, DateOnly day, DateTimeOffset start, int inBedSeconds)
    {
        var awake = Rounded(inBedSeconds * 0.15);
        var rem = Rounded(inBedSeconds * 0.1);
        return Night.Of(day, start, 0, inBedSeconds - awake - rem, rem, awake, awake / 2) with
        {
            Id = person.DocumentId(day, $"nap-{start.ToUnixTimeSeconds()}"),
            Kind = SleepKind.Nap,
            LowestHeartRateBpm = (int)person.Habits.RestingHeartRateBpm + 4,
            AverageHeartRateBpm = person.Habits.RestingHeartRateBpm + 8,
        };
    }

    private static (DateTimeOffset Start, DateTimeOffset End) TimesOf(VirtualPerson person, DateOnly day, ref Dice dice)
    {
        var habits = person.Habits;
        var shift = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? habits.WeekendShift : TimeSpan.Zero;
        var bed = habits.Bedtime.ToTimeSpan() + shift + Minutes(dice.NextNormal() * 18);
        var wake = habits.Wake.ToTimeSpan() + shift + Minutes(dice.NextNormal() * 14);
        if (habits.Bedtime > habits.Wake)
        {
            bed -= TimeSpan.FromDays(1);
        }

        return (person.LocalToInstant(day, bed), person.LocalToInstant(day, wake));
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(Math.Round(minutes));

    // Sleep stages come in epochs of 30 seconds.
    private static int Rounded(double seconds) => (int)Math.Round(seconds / 30) * 30;
}
