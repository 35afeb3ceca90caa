using Apex.Infrastructure;
using Apex.Infrastructure.Storage;
using Apex.Simulator;
using Apex.Simulator.People;
using Apex.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Apex.Tests.Web.Pages;

/// <summary>A host whose clock stands still until told: 4 May 2026, 08:00 UTC.</summary>
internal sealed class TimedHost : IAsyncDisposable
{
    private TimedHost(ApexHost host, ManualTime time) => (Host, Time) = (host, time);

    public ApexHost Host { get; }

    public ManualTime Time { get; }

    public SimulatorServer Simulator => Host.Simulator;

    public ApexStorage Storage => Host.Storage;

    public IServiceProvider Services => Host.Services;

    public static async Task<TimedHost> StartAsync(StorageKind kind, PostgresServer postgres)
    {
        var time = new ManualTime();
        return new(await ApexHost.StartAsync(kind, postgres, time), time);
    }

    public Task<long> CountAsync(string fromWhere) => Host.CountAsync(fromWhere);

    public async Task<Guid> ConnectOuraAsync(VirtualPerson person, string name)
    {
        var (access, refresh, expiresAt) = Simulator.Oura.Grant(person);
        var userId = await TestPeople.AddUserAsync(Storage, name, "Europe/Berlin");
        await TestPeople.ConnectAsync(
            Storage, userId, "oura", Simulator.Oura.UserIdOf(person), Services.GetRequiredService<SecretCipher>(), access, refresh, expiresAt);
        return userId;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
