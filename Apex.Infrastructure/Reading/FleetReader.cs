using Apex.Infrastructure.Freshness;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads people by name, with the freshness of all their signals.</summary>
public sealed class FleetReader
{
    /// <summary>People looked at; a search narrows them before.</summary>
    public const int MaxPeople = 10_000;

    public const int MaxSearch = 100;

    /// <summary>People judged with one set of queries: their ids are written into the statements.</summary>
    private const int Batch = 500;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly FreshnessReader _freshness;

    internal FleetReader(ApexStorage storage, ApexClock clock, FreshnessReader freshness) => (_storage, _clock, _freshness) = (storage, clock, freshness);

    /// <param name="search">Part of a name or of the installer's own key; empty: everybody.</param>
    public Task<Fleet> ReadAsync(string search, CancellationToken ct) => ReadAsync(PeopleFilter.Search(search, MaxPeople), ct);

    internal async Task<Fleet> ReadAsync(PeopleFilter filter, CancellationToken ct)
    {
        var people = await _storage.ReadAsync(
            session => session.QueryAsync(
                filter.Sql, reader => new FoundPerson(reader.GetGuid(0), reader.TextOrNull(1), reader.GetString(2), reader.GetString(3)), filter.Args),
            ct);
        var fleet = new List<FleetPerson>(people.Count);
        foreach (var some in people.Take(filter.Limit).Chunk(Batch))
        {
            var freshness = (await _freshness.OfAsync([.. some.Select(person => person.Id)], ct)).ToDictionary(person => person.UserId);
            fleet.AddRange(some.Where(person => freshness.ContainsKey(person.Id))
                .Select(person => new FleetPerson(person.Id, person.ExternalId, person.DisplayName, person.TimeZone, freshness[person.Id].Signals)));
        }

        return new(_clock.Now, fleet, people.Count > filter.Limit);
    }

    private sealed record FoundPerson(Guid Id, string? ExternalId, string DisplayName, string TimeZone);
}
