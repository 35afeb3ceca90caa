using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>A vendor a person is connected to; <paramref name="TerraProvider"/> names the one behind Terra.</summary>
public sealed record DemoConnection(Vendor Vendor, string? TerraProvider = null);
