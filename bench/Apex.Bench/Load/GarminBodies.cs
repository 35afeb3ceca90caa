using System.Text;

namespace Apex.Bench.Load;

/// <summary>Garmin pushes with invented values, written from the vendor sheet: per body a few people, for each a night, its HRV and a day.</summary>
internal static class GarminBodies
{
    public const int PeoplePerBody = 10;
    public const int EventsPerPerson = 3;
    public const int EventsPerBody = PeoplePerBody * EventsPerPerson;

    public static string UserId(int person) => string.Create(CultureInfo.InvariantCulture, $"bench-garmin-{person:D6}");

    /// <summary>All people's records of one day.</summary>
    public static void AddDay(Requests requests, string path, int people, DateOnly day)
    {
        for (var first = 0; first < people; first += PeoplePerBody)
        {
            var group = Enumerable.Range(first, PeoplePerBody).ToList();
            var body = $$"""{"sleeps":[{{Join(group, p => Sleep(p, day))}}],"hrv":[{{Join(group, p => Hrv(p, day))}}],"dailies":[{{Join(group, p => Daily(p, day))}}]}""";
            requests.Add(path, Encoding.UTF8.GetBytes(body));
        }
    }

    /// <summary>One person's day so far, as a watch sends it again and again.</summary>
    public static void AddSteps(Requests requests, string path, int person, DateOnly day, int steps) => requests.Add(path, Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"dailies":[{"userId":"{{UserId(person)}}","summaryId":"daily-{{person}}-{{day:yyyyMMdd}}","calendarDate":"{{day:yyyy-MM-dd}}","startTimeInSeconds":{{Midnight(day) - 3600}},"startTimeOffsetInSeconds":3600,"durationInSeconds":86400,"steps":{{steps}}}]}
        """)));

    private static string Join(List<int> people, Func<int, string> record) => string.Join(',', people.Select(record));

    private static long Midnight(DateOnly day) => new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private static int Vary(int person, DateOnly day, int range) => (int)(((uint)person * 7919u + (uint)day.DayNumber * 104729u) % (uint)range);

    private static string Sleep(int person, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"userId":"{{UserId(person)}}","summaryId":"sleep-{{person}}-{{day:yyyyMMdd}}","calendarDate":"{{day:yyyy-MM-dd}}","startTimeInSeconds":{{Midnight(day) - 3600}},"startTimeOffsetInSeconds":3600,"durationInSeconds":{{25200 + Vary(person, day, 3600)}},"deepSleepDurationInSeconds":5400,"lightSleepDurationInSeconds":{{14400 + Vary(person, day, 3600)}},"remSleepInSeconds":5400,"awakeDurationInSeconds":1800,"unmeasurableSleepDurationInSeconds":0,"validation":"AUTO_FINAL"}
        """);

    private static string Hrv(int person, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"userId":"{{UserId(person)}}","summaryId":"hrv-{{person}}-{{day:yyyyMMdd}}","calendarDate":"{{day:yyyy-MM-dd}}","startTimeInSeconds":{{Midnight(day) - 3600}},"startTimeOffsetInSeconds":3600,"durationInSeconds":25200,"lastNightAvg":{{35 + Vary(person, day, 40)}},"lastNight5MinHigh":90}
        """);

    private static string Daily(int person, DateOnly day) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {"userId":"{{UserId(person)}}","summaryId":"daily-{{person}}-{{day:yyyyMMdd}}","calendarDate":"{{day:yyyy-MM-dd}}","startTimeInSeconds":{{Midnight(day) - 3600}},"startTimeOffsetInSeconds":3600,"durationInSeconds":86400,"steps":{{4000 + Vary(person, day, 9000)}},"moderateIntensityDurationInSeconds":1500,"vigorousIntensityDurationInSeconds":600,"restingHeartRateInBeatsPerMinute":{{48 + Vary(person, day, 15)}}}
        """);
}
