namespace Apex.Simulator.People;

/// <summary>Which version of a planned sleep the vendor has at an instant: none, tentative, final, corrected.</summary>
internal static class SleepUnfolding
{
    private static readonly TimeSpan TentativeFor = TimeSpan.FromMinutes(20);

    public static Night? MainOf(VirtualPerson person, DateOnly day, DateTimeOffset syncedUntil)
    {
        var dice = person.Dice(day, "unfolding");
        if (dice.Next() < person.Habits.MissingNightProbability)
        {
            return null;
        }

        var night = NightPlan.MainOf(person, day);
        var syncedAt = night.End + (person.Habits.UsualSyncDelay * (0.4 + (1.6 * dice.Next())));
        if (syncedUntil < syncedAt)
        {
            return null;
        }

        var corrects = dice.Next() < person.Habits.CorrectionProbability;
        var correctedAt = syncedAt.AddMinutes(dice.Between(120, 300));
        return corrects && syncedUntil >= correctedAt ? Corrected(night, dice.Between(10, 40) * 60)
            : night with { IsTentative = syncedUntil < syncedAt + TentativeFor, Revision = syncedUntil < syncedAt + TentativeFor ? 0 : 1 };
    }

    public static Night? NapOf(VirtualPerson person, DateOnly day, DateTimeOffset syncedUntil) =>
        NightPlan.NapOf(person, day) is { } nap && syncedUntil >= nap.End + person.Habits.UsualSyncDelay ? nap : null;

    // The device first took the last stretch for reading in bed.
    private static Night Corrected(Night night, int moreSeconds) =>
        night with { End = night.End.AddSeconds(moreSeconds), LightSeconds = night.LightSeconds + moreSeconds, Revision = 2 };
}
