using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator.Demo;
using Apex.Simulator.Traffic;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Pages;

/// <summary>Fills a host with the simulated cast: their past days over real webhooks, and their troubles.</summary>
internal static class DemoFill
{
    public static async Task<SimulatorLife> FillAsync(ApexHost host, int people, int days)
    {
        var cast = DemoPeople.Create(people, seed: 1);
        var connections = DemoStage.Enter(host.Simulator, cast);
        foreach (var member in cast)
        {
            await JoinAsync(host, member);
        }

        var life = new SimulatorLife(host.Simulator, connections, new LifeOptions { TicksPerFault = 0, TicksPerSurprise = 0 });
        await SendAsync(host, life.History(days));
        await SettledAsync(host);
        var announced = DemoStage.BeginTroubles(host.Simulator, cast);
        foreach (var slow in host.Simulator.Faults.Active.Where(fault => fault.Fault is Fault.Slow))
        {
            slow.Dispose(); // minutes of waiting that would show nothing here
        }

        await SendAsync(host, announced);
        await SettledAsync(host);
        return life;
    }

    public static async Task<Guid> AddUserAsync(ApexHost host, string externalId, string displayName, string zone)
    {
        var id = await TestPeople.AddUserAsync(host.Storage, externalId, zone);
        await host.Storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE users SET display_name = @name WHERE id = @id", ("@name", displayName), ("@id", id)));
        return id;
    }

    private static async Task SendAsync(ApexHost host, IEnumerable<WebhookDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            await host.Simulator.Webhooks.SendAsync(delivery);
        }
    }

    // What is only put off until later counts as settled.
    private static Task SettledAsync(ApexHost host) => Eventually.TrueAsync(
        async () => await host.CountAsync("work_items WHERE wait_reason IS NULL") == 0, "the queue is empty");

    private static async Task JoinAsync(ApexHost host, DemoPerson member)
    {
        var person = host.Simulator.World.GetPerson(member.Id);
        var userId = await AddUserAsync(host, member.Id, member.DisplayName, member.ZoneId);
        foreach (var connection in member.Connections)
        {
            var cipher = host.Services.GetRequiredService<SecretCipher>();
            switch (connection.Vendor)
            {
                case Vendor.Oura:
                    var (access, refresh, expiresAt) = host.Simulator.Oura.Grant(person);
                    await TestPeople.ConnectAsync(host.Storage, userId, "oura", host.Simulator.Oura.UserIdOf(person), cipher, access, refresh, expiresAt);
                    break;
                case Vendor.Garmin:
                    await TestPeople.ConnectAsync(host.Storage, userId, "garmin", host.Simulator.Garmin.UserIdOf(person));
                    break;
                default:
                    await TestPeople.ConnectAsync(host.Storage, userId, "terra", host.Simulator.Terra.UserIdOf(person, connection.TerraProvider!));
                    break;
            }
        }
    }
}
