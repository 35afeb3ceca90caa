using System.Globalization;
using Apex.Simulator;
using Apex.Simulator.Demo;
using Apex.Web.Configuration;

namespace Apex.Web.Demo;

internal static class DemoServices
{
    private static readonly string[] Switches = ["--demo", "--demo=true"];

    /// <summary>Before every other setting is read: starts the simulated vendors and points Apex at them. Without <c>--demo</c> does nothing.</summary>
    public static async Task AddApexDemoAsync(this WebApplicationBuilder builder, string[] args)
    {
        if (!args.Any(IsSwitch))
        {
            builder.Services.AddSingleton(DemoMode.Off);
            return;
        }

        // The switch has no value; read as a pair it would have swallowed the argument behind it.
        builder.Configuration.AddCommandLine([.. args.Where(argument => !IsSwitch(argument))]);
        DemoSettings.RefuseRealSecrets(builder.Configuration);

        var dataDirectory = DemoSettings.DataDirectory(builder.Configuration);
        var account = string.IsNullOrEmpty(builder.Configuration["Apex:BootstrapAdmin:Email"]) ? DemoAccount.Open(dataDirectory) : null;
        var vendors = await StartVendorsAsync(builder.Configuration);
        builder.Configuration.AddInMemoryCollection(DemoSettings.For(dataDirectory, vendors, account));

        builder.Services.AddChecked<DemoOptions>(DemoOptions.Section).ValidateDataAnnotations();
        builder.Services.AddSingleton(new DemoMode(account));
        builder.Services.AddSingleton(_ => vendors); // by factory: the container disposes what it made
        builder.Services.AddSingleton<DemoCast>().AddSingleton<DemoHistory>();
        builder.Services.AddHostedService<DemoRun>();
    }

    private static bool IsSwitch(string argument) => Switches.Contains(argument, StringComparer.OrdinalIgnoreCase);

    private static async Task<SimulatorServer> StartVendorsAsync(IConfiguration configuration)
    {
        var defaults = new DemoOptions();
        var seed = Number(configuration, nameof(DemoOptions.Seed), defaults.Seed);
        var vendors = await StartAsync(new SimulatorOptions { Seed = seed, AdoptsEarlierTokens = true });

        // Before Apex works: what an earlier run left in the queue comes with tokens of people the vendors must know.
        var people = Math.Clamp(Number(configuration, nameof(DemoOptions.People), defaults.People), 1, DemoOptions.MaxPeople);
        DemoStage.Enter(vendors, DemoPeople.Create(people, seed));
        return vendors;
    }

    // What cannot be read is reported by the check of all settings, which comes later.
    private static int Number(IConfiguration configuration, string key, int otherwise) =>
        int.TryParse(configuration[$"{DemoOptions.Section}:{key}"], CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static Task<SimulatorServer> StartAsync(SimulatorOptions options)
    {
        // Tools that wait for "the host of this program" (test hosts, design-time tools) follow the execution context; the simulator's is not it.
        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(() => SimulatorServer.StartAsync(options));
        }
    }
}
