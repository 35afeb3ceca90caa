using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>The cast of the demo: the same for the same seed.</summary>
public static class DemoPeople
{
    private static readonly string[] Names =
    [
        "Amara", "Bruno", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Keiko", "Liam", "Mira", "Noah", "Olga",
        "Priya", "Quentin", "Rosa", "Sven", "Tala", "Umar", "Vera", "Wanda", "Xavier", "Yuki", "Zoe", "Anton", "Beatriz", "Carlos", "Dana",
    ];

    // From UTC-8 to UTC+13, half-hour offsets and both hemispheres' summer times among them.
    private static readonly string[] Zones =
    [
        "Europe/Berlin", "America/New_York", "Europe/London", "America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney", "Europe/Madrid", "Asia/Tokyo",
        "America/Sao_Paulo", "Europe/Athens", "Africa/Nairobi", "Pacific/Auckland", "America/Chicago", "Asia/Dubai", "Europe/Stockholm",
    ];

    private static readonly DemoConnection Oura = new(Vendor.Oura);
    private static readonly DemoConnection Garmin = new(Vendor.Garmin);

    // One entry per person, in the order of Names; a longer cast starts over.
    private static readonly (DemoConnection[] Wears, DemoRole Role)[] Parts =
    [
        ([Oura], DemoRole.Healthy),
        ([Oura], DemoRole.Healthy),
        ([Oura], DemoRole.SlowAnswers),
        ([Oura], DemoRole.DoesNotSync),
        ([Oura], DemoRole.TokenRevoked),
        ([Oura], DemoRole.RateLimited),
        ([Oura], DemoRole.WrongJson),
        ([Oura], DemoRole.VendorDown),
        ([Oura], DemoRole.ScopeMissing),
        ([Oura], DemoRole.ServiceClosed),
        ([Garmin], DemoRole.Healthy),
        ([Garmin], DemoRole.Healthy),
        ([Garmin], DemoRole.DoesNotSync),
        ([Garmin], DemoRole.Healthy),
        ([Garmin], DemoRole.Silent),
        ([Garmin], DemoRole.AccessEnded),
        ([Garmin], DemoRole.Healthy),
        ([Garmin], DemoRole.LateAndTwice),
        ([Terra("FITBIT")], DemoRole.Healthy),
        ([Terra("WHOOP")], DemoRole.Healthy),
        ([Terra("FITBIT")], DemoRole.AccessEnded),
        ([Terra("WHOOP")], DemoRole.ConnectionError),

        // Half the world apart: steps are never late at night, and one of the two is awake at any hour.
        ([Terra("FITBIT")], DemoRole.VendorLate),
        ([Terra("APPLE")], DemoRole.VendorLate),
        ([Oura, Garmin], DemoRole.Healthy),
        ([Oura, Terra("WHOOP")], DemoRole.Healthy),
        ([Garmin, Terra("FITBIT")], DemoRole.Healthy),
        ([Oura], DemoRole.NotWorn),
        ([], DemoRole.NotConnected),
        ([Oura, Garmin], DemoRole.RateLimited),
    ];

    public static IReadOnlyList<DemoPerson> Create(int count = 30, int seed = 1) => [.. Enumerable.Range(0, count).Select(index => Person(index, seed))];

    private static DemoPerson Person(int index, int seed)
    {
        var dice = Dice.For(seed, "cast", index, "habits");
        var (wears, role) = Parts[index % Parts.Length];
        var round = index / Names.Length;
        var name = Names[index % Names.Length] + (round == 0 ? "" : $" {round + 1}");
        return new DemoPerson($"sim-{index + 1:000}", name, Zones[index % Zones.Length], HabitsOf(index, ref dice), wears, role);
    }

    private static Habits HabitsOf(int index, ref Dice dice)
    {
        var worksNights = index % 15 is 9 or 11;
        var later = dice.Between(-50, 70);
        return new Habits
        {
            Bedtime = (worksNights ? new TimeOnly(8, 20) : new TimeOnly(22, 40)).AddMinutes(later),
            Wake = (worksNights ? new TimeOnly(15, 30) : new TimeOnly(6, 30)).AddMinutes(later),
            WeekendShift = TimeSpan.FromMinutes(index % 4 == 2 ? 130 : dice.Between(0, 60)),
            RmssdMs = dice.Between(26, 85),
            RestingHeartRateBpm = dice.Between(44, 66),
            Steps = dice.Between(4500, 13000),
            NapProbability = index % 7 == 2 ? 0.45 : 0.05,
            MissingNightProbability = index % 9 == 1 ? 0.12 : 0.015,
            CorrectionProbability = 0.1,
        };
    }

    private static DemoConnection Terra(string provider) => new(Vendor.Terra, provider);
}
