using Apex.Infrastructure;
using Apex.Infrastructure.Connections;
using Apex.Infrastructure.People;
using Apex.Simulator;
using Apex.Simulator.Demo;
using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Web.Demo;

/// <summary>Makes the cast known to Apex: people and their connections, each once however often the demo starts.</summary>
internal sealed class DemoCast(SimulatorServer vendors, Users users, ConnectionAdmin connections)
{
    /// <summary>In the audit log.</summary>
    private const string Actor = "demo";

    /// <returns>How many people were not known before.</returns>
    public async Task<int> CreateAsync(IReadOnlyList<DemoPerson> cast, CancellationToken ct)
    {
        var created = 0;
        foreach (var member in cast)
        {
            var saved = Value(await users.CreateAsync(new(ExternalIdOf(member), member.DisplayName, member.ZoneId), Actor));
            created += saved.Created ? 1 : 0;
            await ConnectAsync(saved.User.Id, member, ct);
        }

        return created;
    }

    public static string ExternalIdOf(DemoPerson member) => "demo-" + member.Id[(member.Id.LastIndexOf('-') + 1)..];

    // A connection that is there already is left alone: it may hold newer tokens, or have ended as its role says.
    private async Task ConnectAsync(Guid userId, DemoPerson member, CancellationToken ct)
    {
        var known = await connections.ListAsync(userId, ct) ?? [];
        var person = vendors.World.GetPerson(member.Id);
        foreach (var grant in member.Connections.Select(connection => Grant(person, connection)))
        {
            if (!known.Any(connection => connection.Provider == grant.Provider && connection.ExternalUserId == grant.ExternalUserId))
            {
                Value(await connections.AddAsync(userId, grant, Actor));
            }
        }
    }

    private NewConnection Grant(VirtualPerson person, DemoConnection connection)
    {
        if (connection.Vendor != Vendor.Oura)
        {
            return connection.Vendor == Vendor.Garmin
                ? new("garmin", vendors.Garmin.UserIdOf(person))
                : new("terra", vendors.Terra.UserIdOf(person, connection.TerraProvider!));
        }

        var tokens = vendors.Oura.Grant(person);
        return new("oura", vendors.Oura.UserIdOf(person), tokens.AccessToken, tokens.RefreshToken, tokens.ExpiresAt);
    }

    private static T Value<T>(Outcome<T> outcome) => outcome is Outcome<T>.Done done
        ? done.Value
        : throw new InvalidOperationException($"A person of the demo was refused: {outcome.GetType().Name}.");
}
