using System.Net;
using Apex.Simulator.Garmin;
using Apex.Simulator.Oura;
using Apex.Simulator.People;
using Apex.Simulator.Terra;
using Apex.Simulator.Traffic;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Apex.Simulator;

/// <summary>Stand-in vendor clouds on a loopback port of their own, with virtual people behind them and switches for what goes wrong.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SimulatorServer(WebApplication app, SimulatorOptions options)
    {
        _app = app;
        Options = options;
        World = new World(options.Seed, options.Time);
        Faults = new Faults(options.Time);
        Calls = new CallLedger();
        Webhooks = new WebhookSender(options.TargetBaseUrl, Faults, options.Time);
        Oura = new OuraCloud(options, World, Webhooks);
        Garmin = new GarminCloud(options, World, Webhooks);
        Terra = new TerraCloud(options, Webhooks);
    }

    public SimulatorOptions Options { get; }

    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>All clouds share one port: their paths do not collide.</summary>
    public Uri OuraApiBaseUrl => BaseUrl;

    public Uri OuraAuthBaseUrl => BaseUrl;

    public Uri GarminApiBaseUrl => BaseUrl;

    public Uri GarminAuthBaseUrl => BaseUrl;

    public Uri TerraApiBaseUrl => new(BaseUrl, "api/v2");

    /// <summary>Where large payloads of Terra lie.</summary>
    public Uri TerraPayloadOrigin => BaseUrl;

    /// <summary>Where webhooks go; Apex often starts after the simulator and on a port of its own.</summary>
    public Uri TargetBaseUrl
    {
        get => Webhooks.TargetBaseUrl;
        set => Webhooks.TargetBaseUrl = value;
    }

    public World World { get; }

    public Faults Faults { get; }

    public CallLedger Calls { get; }

    public WebhookSender Webhooks { get; }

    public OuraCloud Oura { get; }

    public GarminCloud Garmin { get; }

    public TerraCloud Terra { get; }

    public static async Task<SimulatorServer> StartAsync(SimulatorOptions options, CancellationToken ct = default)
    {
        // Empty on purpose: settings, logs and signals belong to the host this may run inside of.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, options.Port));
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, UnattachedLifetime>();
        var app = builder.Build();
        var server = new SimulatorServer(app, options);
        app.UseRouting();
        var gate = new VendorGate(server.Faults, server.Calls, options.Time);
        new OuraEndpoints(server.Oura, gate).Map(app);
        new GarminEndpoints(server.Garmin, server.World, gate).Map(app);
        new TerraEndpoints(server.Terra, options, server.World, gate).Map(app);
        await app.StartAsync(ct);
        server.BaseUrl = new Uri(app.Urls.Single());
        server.Terra.BaseUrl = server.BaseUrl;
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Webhooks.Dispose();
        await _app.DisposeAsync();
    }
}
