using Apex.Simulator.Oura;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>How each vendor tells of a night and of a day.</summary>
internal static class VendorNews
{
    /// <summary>Garmin's HRV is not in here: it comes on its own, later.</summary>
    public static WebhookDelivery OfSleep(SimulatorServer server, LifeConnection connection, Night night, bool isNew) => connection.Vendor switch
    {
        Vendor.Oura => server.Oura.BuildNotification(connection.Person, "sleep", isNew ? "create" : "update", night.Id),
        Vendor.Garmin => server.Garmin.Push().Sleep(connection.Person, night.Day).Build(),
        _ => server.Terra.Sleep(connection.Person, connection.TerraProvider!, night),
    };

    public static WebhookDelivery OfDay(SimulatorServer server, LifeConnection connection, DayTotals day) => connection.Vendor switch
    {
        Vendor.Oura => OfOuraDay(server, connection.Person, day.Date),
        Vendor.Garmin => server.Garmin.Push().Daily(connection.Person, day).Build(),
        _ => server.Terra.Daily(connection.Person, connection.TerraProvider!, day),
    };

    /// <summary>Past days as the vendor would send them: pushed in bodies of up to ten days, or as Oura's notifications, one per day and type.</summary>
    public static IEnumerable<WebhookDelivery> History(SimulatorServer server, LifeConnection connection, int days)
    {
        var person = connection.Person;
        var past = Enumerable.Range(0, days).Select(back => person.LocalToday.AddDays(-back)).Reverse();
        return connection.Vendor switch
        {
            Vendor.Oura => past.SelectMany(day => OuraDay(server, person, day)),
            Vendor.Garmin => past.Chunk(10).Select(some =>
                some.Aggregate(server.Garmin.Push(), (push, day) => push.Sleep(person, day).Hrv(person, day).Daily(person, day)).Build()),
            _ => past.Chunk(10).SelectMany(some => TerraDays(server, connection, some)),
        };
    }

    private static WebhookDelivery OfOuraDay(SimulatorServer server, VirtualPerson person, DateOnly day, DateTimeOffset? eventTime = null) =>
        server.Oura.BuildNotification(person, "daily_activity", "update", OuraCloud.DailyIdOf(person, "daily_activity", day), eventTime);

    private static IEnumerable<WebhookDelivery> OuraDay(SimulatorServer server, VirtualPerson person, DateOnly day)
    {
        if (person.NightOf(day) is { } night)
        {
            yield return server.Oura.BuildNotification(person, "sleep", "create", night.Id, night.End.AddMinutes(10));
        }

        if (person.DayOf(day) is not null || person.LiesUnused(day))
        {
            yield return OfOuraDay(server, person, day, person.LocalToInstant(day, TimeSpan.FromHours(12)));
        }
    }

    private static IEnumerable<WebhookDelivery> TerraDays(SimulatorServer server, LifeConnection connection, DateOnly[] days)
    {
        var nights = days.SelectMany(connection.Person.SleepsOf).ToList();
        var totals = days.Select(connection.Person.DayOf).OfType<DayTotals>().ToList();
        if (nights.Count > 0)
        {
            yield return server.Terra.Sleep(connection.Person, connection.TerraProvider!, nights);
        }

        if (totals.Count > 0)
        {
            yield return server.Terra.Daily(connection.Person, connection.TerraProvider!, totals);
        }
    }
}
