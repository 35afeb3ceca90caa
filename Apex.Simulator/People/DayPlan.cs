namespace Apex.Simulator.People;

/// <summary>A person's movement on a day when nothing was set by hand; <c>dayPart</c> 0-1 is how much of it has happened.</summary>
internal static class DayPlan
{
    public static DayTotals Of(VirtualPerson person, DateOnly date, double dayPart)
    {
        var dice = person.Dice(date, "day");
        var illness = BodyStrain.On(person, date).Illness;
        var steps = person.Habits.Steps * Math.Exp(dice.NextNormal() * 0.25) * (1 - (0.5 * illness));
        var vigorous = dice.Next() < 0.45 ? dice.Between(600, 3000) * (1 - illness) : 0;
        var moderate = dice.Between(900, 3600) * (1 - (0.7 * illness));
        var done = (int)Math.Round(steps * dayPart);
        var active = (int)Math.Round(((done * 0.035) + (vigorous * dayPart * 0.12)) * 1.0);
        return new DayTotals
        {
            Date = date,
            Steps = done,
            LowSeconds = Minutes(done * 0.9),
            ModerateSeconds = Minutes(moderate * dayPart),
            VigorousSeconds = Minutes(vigorous * dayPart),
            SedentarySeconds = Minutes(31000 * dayPart),
            ActiveCalories = active,
            TotalCalories = active + (int)(1650 * dayPart),
            DistanceMeters = (int)(done * 0.74),
            StrainLevel = Math.Round(Math.Min(20.5, 4 + (vigorous * dayPart / 250) + (moderate * dayPart / 900)), 1),
        };
    }

    /// <summary>Nothing before waking, all of it by 16 waking hours later, most of it in the middle.</summary>
    public static double PartDone(TimeSpan sinceWake)
    {
        var part = Math.Clamp(sinceWake.TotalHours / 16, 0, 1);
        return part * part * (3 - (2 * part));
    }

    private static int Minutes(double seconds) => (int)(seconds / 60) * 60;
}
