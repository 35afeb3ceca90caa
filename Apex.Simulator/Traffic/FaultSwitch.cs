namespace Apex.Simulator.Traffic;

/// <summary>One fault that is switched on; disposing switches it off.</summary>
public sealed class FaultSwitch : IDisposable
{
    private readonly Faults _faults;

    internal FaultSwitch(Faults faults, Vendor vendor, Fault fault, string? personId, string? path, DateTimeOffset? until)
    {
        _faults = faults;
        (Vendor, Fault, PersonId, Path, Until) = (vendor, fault, personId, path, until);
    }

    public Vendor Vendor { get; }

    public Fault Fault { get; }

    public string? PersonId { get; }

    public string? Path { get; }

    public DateTimeOffset? Until { get; }

    internal int? Left { get; set; }

    public void Dispose() => _faults.Remove(this);

    internal bool Hits(Vendor vendor, string? personId, string? path) =>
        Vendor == vendor
        && (PersonId is null || PersonId == personId)
        && (Path is null || path?.StartsWith(Path, StringComparison.Ordinal) == true)
        && (Fault is not Fault.NotFoundById || path?.Contains("/{", StringComparison.Ordinal) == true);
}
