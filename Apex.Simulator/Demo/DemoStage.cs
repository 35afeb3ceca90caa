using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>Puts the cast into the world, and later lets each one's trouble begin.</summary>
public static class DemoStage
{
    // Their trouble would not show for hours if Apex had the newest days already: the vendor has them only once the trouble has begun.
    private static readonly DemoRole[] Withheld =
        [
            DemoRole.TokenRevoked, DemoRole.ScopeMissing, DemoRole.RateLimited, DemoRole.VendorDown, DemoRole.WrongJson, DemoRole.Silent, DemoRole.SlowAnswers,
            DemoRole.ServiceClosed, DemoRole.VendorLate,
        ];

    // A client that waits half a minute for an answer still gets it.
    private static readonly TimeSpan SlowAnswer = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Lag = TimeSpan.FromMinutes(90);

    private const int NightsRecalculated = 20;

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
           from announced in Begin(server, server.World.GetPerson(member.Id), connection, member.Role)
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

    private static IEnumerable<WebhookDelivery> Begin(SimulatorServer server, VirtualPerson person, DemoConnection connection, DemoRole role)
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
                return [AnyNews(server, person)];
            case DemoRole.ScopeMissing:
                server.Oura.SetScopes(person, "personal");
                return [AnyNews(server, person)];
            case DemoRole.SlowAnswers:
                Inject(new Fault.Slow(SlowAnswer));
                return Recalculated(server, person);
            case DemoRole.VendorLate:
                person.VendorLag = Lag;
                return LastDay(server, person, connection);
            case DemoRole.LateAndTwice:
                server.Faults.Inject(vendor, new Fault.Late(TimeSpan.FromMinutes(2)), person);
                server.Faults.Inject(vendor, new Fault.Duplicate(), person);
                return [];
            case DemoRole.Silent:
                server.Faults.Inject(vendor, new Fault.Drop(), person);
                return [];
            case DemoRole.AccessEnded or DemoRole.ConnectionError:
                return [EndOf(server, person, connection, role)];
            default:
                return vendor == Vendor.Oura && FaultOf(role) is { } fault && Inject(fault) ? [AnyNews(server, person)] : [];
        }

        bool Inject(Fault.Api fault) => server.Faults.Inject(vendor, fault, person, path: "/v2/") is not null;
    }

    private static Fault.Api? FaultOf(DemoRole role) => role switch
    {
        DemoRole.RateLimited => new Fault.TooManyRequests(TimeSpan.FromMinutes(15)),
        DemoRole.VendorDown => new Fault.ServerError(503),
        DemoRole.WrongJson => new Fault.WrongJson(BrokenBody.WrongTypes),
        DemoRole.ServiceClosed => new Fault.Gone(),
        _ => null,
    };

    private static WebhookDelivery EndOf(SimulatorServer server, VirtualPerson person, DemoConnection connection, DemoRole role) => (role, connection.Vendor) switch
    {
        (DemoRole.ConnectionError, _) => server.Terra.ConnectionError(person, connection.TerraProvider!),
        (_, Vendor.Garmin) => server.Garmin.Push().Deregistration(person).Build(),
        _ => server.Terra.AccessRevoked(person, connection.TerraProvider!),
    };

    // Trouble at the vendor shows only when Apex calls; a notification makes it.
    private static WebhookDelivery AnyNews(SimulatorServer server, VirtualPerson person) =>
        server.Oura.BuildNotification(person, "sleep", "update", person.NightOf(person.LocalToday)?.Id ?? person.PlannedNight(person.LocalToday).Id);

    // The newest nights come last, as their turn does.
    private static IEnumerable<WebhookDelivery> Recalculated(SimulatorServer server, VirtualPerson person) =>
        from back in Enumerable.Range(0, NightsRecalculated).Reverse()
        let night = person.NightOf(person.LocalToday.AddDays(-back))
        where night is not null
        select server.Oura.BuildNotification(person, "sleep", "update", night.Id, night.End);

    private static IEnumerable<WebhookDelivery> LastDay(SimulatorServer server, VirtualPerson person, DemoConnection connection) =>
        (person.DayOf(person.LocalToday) ?? person.DayOf(person.LocalToday.AddDays(-1))) is { } day ? [server.Terra.Daily(person, connection.TerraProvider!, day)] : [];
}
