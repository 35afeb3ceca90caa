using System.Collections.Concurrent;

namespace Apex.Simulator.People;

/// <summary>The virtual people, one seed and one clock; vendors only show what happens here.</summary>
public sealed class World(int seed, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, VirtualPerson> _people = new(StringComparer.Ordinal);

    public int Seed { get; } = seed;

    public TimeProvider Time { get; } = time;

    public IReadOnlyList<VirtualPerson> People => [.. _people.Values.OrderBy(person => person.Id, StringComparer.Ordinal)];

    /// <summary>Adds a person, or returns the one already known by that id.</summary>
    public VirtualPerson AddPerson(string id, string? displayName = null, string zoneId = "Europe/Berlin", Habits? habits = null) =>
        _people.GetOrAdd(id, _ => new VirtualPerson(this, id, displayName ?? id, zoneId, habits ?? new Habits()));

    public VirtualPerson? FindPerson(string id) => _people.GetValueOrDefault(id);

    public VirtualPerson GetPerson(string id) => FindPerson(id) ?? throw new KeyNotFoundException($"No virtual person '{id}'.");
}
