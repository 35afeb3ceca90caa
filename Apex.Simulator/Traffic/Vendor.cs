namespace Apex.Simulator.Traffic;

/// <summary>The vendor clouds the simulator stands in for.</summary>
public enum Vendor
{
    Oura,
    Garmin,
    Terra,
}
