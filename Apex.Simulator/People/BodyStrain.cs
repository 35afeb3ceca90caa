namespace Apex.Simulator.People;

/// <summary>How rested the body is on one morning: scatter, short nights out, and illness with its slow way back.</summary>
internal readonly record struct BodyStrain(double RmssdMs, double RestingHeartRateBpm, double Illness)
{
    private const int IllnessDays = 5;

    public static BodyStrain On(VirtualPerson person, DateOnly day)
    {
        var dice = person.Dice(day, "body");
        var illness = IllnessOn(person, day);

        // Night-to-night scatter of ln RMSSD in healthy adults is roughly 0.1 to 0.2.
        var lnScatter = dice.NextNormal() * 0.13;
        var partyDip = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? -0.06 : 0;
        var rmssd = person.Habits.RmssdMs * Math.Exp(lnScatter + partyDip - (0.4 * illness));
        var restingHeartRate = person.Habits.RestingHeartRateBpm - (lnScatter * 6) + (dice.NextNormal() * 1.2) + (7 * illness);
        return new(rmssd, restingHeartRate, illness);
    }

    private static double IllnessOn(VirtualPerson person, DateOnly day)
    {
        for (var age = 0; age < IllnessDays; age++)
        {
            var onset = person.Dice(day.AddDays(-age), "illness");
            if (onset.Next() < person.Habits.IllnessProbability)
            {
                return 1 - ((double)age / IllnessDays);
            }
        }

        return 0;
    }
}
