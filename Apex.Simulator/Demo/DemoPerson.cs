using Apex.Simulator.People;

namespace Apex.Simulator.Demo;

/// <summary>One person of the demo: who, where, how they live, what they wear, and what goes wrong for them.</summary>
public sealed record DemoPerson(
    string Id, string DisplayName, string ZoneId, Habits Habits, IReadOnlyList<DemoConnection> Connections, DemoRole Role);
