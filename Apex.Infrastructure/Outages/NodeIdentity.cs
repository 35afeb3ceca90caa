using System.Reflection;

namespace Apex.Infrastructure.Outages;

/// <summary>This process among those on one database.</summary>
/// <param name="Id">New with every start.</param>
/// <param name="Name">For people; two nodes may share it.</param>
public sealed record NodeIdentity(string Id, string Name, string Version)
{
    public static NodeIdentity Create(string name) => new(Guid.CreateVersion7().ToString("D"), name, RunningVersion());

    private static string RunningVersion() =>
        typeof(NodeIdentity).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
