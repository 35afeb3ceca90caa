using Apex.Simulator.People;
using Apex.Simulator.Traffic;

namespace Apex.Simulator.Demo;

/// <summary>A person whose news a vendor sends to Apex.</summary>
public sealed record LifeConnection(VirtualPerson Person, Vendor Vendor, string? TerraProvider = null);
