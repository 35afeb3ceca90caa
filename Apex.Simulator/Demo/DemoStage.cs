using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>Puts the cast into the world, and later lets each one's trouble begin.</summary>
public static class DemoStage
{
    // Their trouble would not show for hours if Apex had the newest days already: the vendor has them only once the trouble has begun.
    private static readonly DemoRole[] Withheld =
        [DemoRole.TokenRevoked, DemoRole.ScopeMissing, DemoRole.RateLimited, DemoRole.VendorDown, DemoRole.WrongJson, DemoRole.Silent];

    private static readonly TimeSpan SinceLastSync = TimeSpan.FromHours(44);

    /// <summary>Everyone lives from now on; those who do not sync or wear their device have not since the day before, and those in trouble have told nothing since then.</summary>
    public static IReadOnlyList<LifeConnection> Enter(SimulatorServer server, IReadOnlyList<DemoPerson> cast) =>
    [
        .. from member in cast
           let person = Enter(server, member)
           from connection in member.Connections
           select new LifeConnection(person, connection.Vendor, connection.TerraProvider),
    ];

    /// <summary>
    /// Call after the history is in (fetched, not only announced): from here on the troubles at the vendors show. Returns the webhooks that bring them to light.
    /// </summary>
    public static IReadOnlyList<WebhookDelivery> BeginTroubles(SimulatorServer server, IReadOnlyList<DemoPerson> cast) =>
    [
        .. from member in cast
           from connection in member.Connections
           let announced = Begin(server, server.World.GetPerson(member.Id), connection, member.Role)
           where announced is not null
           select announced,
    ];

    private static VirtualPerson Enter(SimulatorServer server, DemoPerson member)
    {
        var person = server.World.AddPerson(member.Id, member.DisplayName, member.ZoneId, member.Habits);
        if (member.Role == DemoRole.DoesNotSync || Withheld.Contains(member.Role))
        {
            person.SyncStoppedAt ??= server.Options.Time.GetUtcNow() - SinceLastSync;
        }
        else if (member.Role == DemoRole.NotWorn)
        {
            person.NotWornSince ??= person.LocalToday.AddDays(-1);
        }

        return person;
    }

    private static WebhookDelivery? Begin(SimulatorServer server, VirtualPerson person, DemoConnection connection, DemoRole role)
    {
        var vendor = connection.Vendor;
        if (Withheld.Contains(role))
        {
            person.SyncStoppedAt = null;
        }

        switch (role)
        {
            case DemoRole.TokenRevoked:
                server.Oura.Revoke(person);
                return AnyNews(server, person);
            case DemoRole.ScopeMissing:
                server.Oura.SetScopes(person, "personal");
                return AnyNews(server, person);
            case DemoRole.RateLimited when vendor == Vendor.Oura:
                server.Faults.Inject(vendor, new Fault.TooManyRequests(TimeSpan.FromMinutes(15)), person, path: "/v2/");
                return AnyNews(server, person);
            case DemoRole.VendorDown:
                server.Faults.Inject(vendor, new Fault.ServerError(503), person, path: "/v2/");
                return AnyNews(server, person);
            case DemoRole.WrongJson:
                server.Faults.Inject(vendor, new Fault.WrongJson(BrokenBody.WrongTypes), person, path: "/v2/");
                return AnyNews(server, person);
            case DemoRole.Silent:
                server.Faults.Inject(vendor, new Fault.Drop(), person);
                break;
            case DemoRole.LateAndTwice:
                server.Faults.Inject(vendor, new Fault.Late(TimeSpan.FromMinutes(2)), person);
                server.Faults.Inject(vendor, new Fault.Duplicate(), person);
                break;
            case DemoRole.AccessEnded:
                return vendor == Vendor.Garmin
                    ? server.Garmin.Push().Deregistration(person).Build()
                    : server.Terra.AccessRevoked(person, connection.TerraProvider!);
            case DemoRole.ConnectionError:
                return server.Terra.ConnectionError(person, connection.TerraProvider!);
        }

        return null;
    }

    // Trouble at the vendor shows only when Apex calls; a notification makes it.
    private static WebhookDelivery AnyNews(SimulatorServer server, VirtualPerson person) =>
        server.Oura.BuildNotification(person, "sleep", "update", person.NightOf(person.LocalToday)?.Id ?? person.PlannedNight(person.LocalToday).Id);
}
