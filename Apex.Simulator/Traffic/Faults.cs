using Apex.Simulator.People;

namespace Apex.Simulator.Traffic;

/// <summary>The switches: what is going wrong right now, at which vendor, for whom, how often and how long.</summary>
public sealed class Faults(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<FaultSwitch> _switches = [];
    private readonly List<HeldRequest> _holds = [];

    /// <summary>What is switched on, oldest first.</summary>
    public IReadOnlyList<FaultSwitch> Active
    {
        get
        {
            lock (_lock)
            {
                DropSpent();
                return [.. _switches];
            }
        }
    }

    /// <summary>Switches a fault on; dispose the result to switch it off.</summary>
    /// <param name="vendor">Where.</param>
    /// <param name="fault">What.</param>
    /// <param name="person">Whose requests or webhooks; null: everyone's.</param>
    /// <param name="times">After so many it ends; null: no limit.</param>
    /// <param name="lasting">After so long it ends; null: no limit.</param>
    /// <param name="path">Only request paths beginning so; null: all.</param>
    public FaultSwitch Inject(Vendor vendor, Fault fault, VirtualPerson? person = null, int? times = null, TimeSpan? lasting = null, string? path = null)
    {
        var added = new FaultSwitch(this, vendor, fault, person?.Id, path, time.GetUtcNow() + lasting) { Left = times };
        lock (_lock)
        {
            _switches.Add(added);
        }

        return added;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _switches.Clear();
        }
    }

    /// <summary>
    /// The next requests whose path begins so are answered from the vendor's present state, but the reply waits until released.
    /// </summary>
    public HeldRequest Hold(Vendor vendor, string path)
    {
        var hold = new HeldRequest(this, vendor, path);
        lock (_lock)
        {
            _holds.Add(hold);
        }

        return hold;
    }

    internal void Remove(FaultSwitch ended)
    {
        lock (_lock)
        {
            _switches.Remove(ended);
        }
    }

    internal void Remove(HeldRequest released)
    {
        lock (_lock)
        {
            _holds.Remove(released);
        }
    }

    /// <summary>The faults that hit this request or webhook; each hit is counted.</summary>
    internal IReadOnlyList<Fault> Take(Vendor vendor, string? personId, string? path, bool webhook)
    {
        lock (_lock)
        {
            if (_switches.Count == 0)
            {
                return [];
            }

            DropSpent();
            var hits = _switches.Where(candidate => candidate.Fault.IsOfWebhooks == webhook && candidate.Hits(vendor, personId, path)).ToList();
            hits.ForEach(hit => hit.Left--);
            return [.. hits.Select(hit => hit.Fault)];
        }
    }

    internal Task WhenReleasedAsync(Vendor vendor, string path, CancellationToken ct)
    {
        HeldRequest? hold;
        lock (_lock)
        {
            hold = _holds.Find(candidate => candidate.Vendor == vendor && path.StartsWith(candidate.Path, StringComparison.Ordinal));
        }

        return hold is null ? Task.CompletedTask : hold.WaitAsync(ct);
    }

    private void DropSpent()
    {
        var now = time.GetUtcNow();
        _switches.RemoveAll(candidate => candidate.Left <= 0 || candidate.Until <= now);
    }
}
