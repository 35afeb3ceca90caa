using System.Text.Json;
using Apex.Simulator;

namespace Apex.Bench.Hosting;

/// <summary>The simulated vendor clouds as a process of their own, so that their work is not counted as the server's.</summary>
internal static class SimulatorRole
{
    /// <summary>Prints the people with their tokens as one line of JSON, then serves until its input ends.</summary>
    public static async Task<int> RunAsync(int port, int people)
    {
        await using var vendors = await SimulatorServer.StartAsync(new SimulatorOptions { Port = port });
        var granted = new List<BenchPerson>(people);
        for (var i = 0; i < people; i++)
        {
            var person = vendors.World.AddPerson(string.Create(CultureInfo.InvariantCulture, $"bench-{i}"));
            var (access, refresh, expiresAt) = vendors.Oura.Grant(person);
            granted.Add(new("oura", vendors.Oura.UserIdOf(person), access, refresh, expiresAt));
        }

        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(granted));
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
