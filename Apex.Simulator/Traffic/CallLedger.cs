using System.Collections.Concurrent;

namespace Apex.Simulator.Traffic;

/// <summary>Counts every request that reached a vendor cloud. Totals are exact; details are kept of the last calls only.</summary>
public sealed class CallLedger
{
    // A load run makes millions of calls; the last ones are enough to see what happened.
    private const int KeptCalls = 20_000;

    private readonly ConcurrentQueue<VendorCall> _recent = new();
    private readonly ConcurrentDictionary<(Vendor Vendor, string Endpoint, string? PersonId, TokenUse TokenUse, int Status), long> _totals = new();

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<VendorCall> Recent => [.. _recent];

    /// <param name="vendor">Which cloud.</param>
    /// <param name="endpoint">Such as <c>sleep</c>, <c>sleep/{id}</c>, <c>oauth/token</c>; null: all.</param>
    /// <param name="person">Whose token; null: everyone's.</param>
    /// <param name="status">Null: any.</param>
    public long Count(Vendor vendor, string? endpoint = null, People.VirtualPerson? person = null, int? status = null) =>
        _totals.Where(total => total.Key.Vendor == vendor
                && (endpoint is null || total.Key.Endpoint == endpoint)
                && (person is null || total.Key.PersonId == person.Id)
                && (status is null || total.Key.Status == status))
            .Sum(total => total.Value);

    public long CountTokenUse(Vendor vendor, TokenUse use, People.VirtualPerson? person = null) =>
        _totals.Where(total => total.Key.Vendor == vendor && total.Key.TokenUse == use && (person is null || total.Key.PersonId == person.Id))
            .Sum(total => total.Value);

    public void Clear()
    {
        _recent.Clear();
        _totals.Clear();
    }

    internal void Add(VendorCall call)
    {
        _totals.AddOrUpdate((call.Vendor, call.Endpoint, call.PersonId, call.TokenUse, call.Status), 1, (_, count) => count + 1);
        _recent.Enqueue(call);
        if (_recent.Count > KeptCalls)
        {
            _recent.TryDequeue(out _);
        }
    }
}
