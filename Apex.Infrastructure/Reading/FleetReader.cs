using Apex.Domain.Freshness;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Reading;

/// <summary>Reads people and judges the freshness of all their signals with a fixed number of queries.</summary>
public sealed class FleetReader
{
    /// <summary>People looked at; a search narrows them before.</summary>
    public const int MaxPeople = 10_000;

    public const int MaxSearch = 100;

    private static readonly SignalGroup[] Groups = Enum.GetValues<SignalGroup>();

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;

    internal FleetReader(ApexStorage storage, ApexClock clock, ProviderRegistry providers) => (_storage, _clock, _providers) = (storage, clock, providers);

    /// <param name="search">Part of a name or of the installer's own key; empty: everybody.</param>
    public Task<Fleet> ReadAsync(string search, CancellationToken ct) =>
        _storage.ReadAsync(session => ReadAsync(session, PeopleFilter.Search(search, MaxPeople)), ct);

    /// <returns>Null: no such person.</returns>
    public async Task<FleetPerson?> FindAsync(Guid userId, CancellationToken ct) =>
        (await _storage.ReadAsync(session => ReadAsync(session, PeopleFilter.One(userId)), ct)).People.FirstOrDefault();

    internal async Task<Fleet> ReadAsync(DbSession session, PeopleFilter filter)
    {
        var now = _clock.Now;
        var facts = await FleetSql.ReadAsync(session, filter, now);
        return new(now, [.. facts.People.Take(filter.Limit).Select(person => Judge(person, facts, now))], facts.People.Count > filter.Limit);
    }

    private FleetPerson Judge(PersonFacts person, FleetFacts facts, DateTimeOffset now)
    {
        var connections = facts.Connections[person.Id].ToList();
        return new(
            person.Id,
            person.ExternalId,
            person.DisplayName,
            person.TimeZone,
            [.. connections.Select(connection => connection.Provider).Distinct()],
            [.. Groups.Select(group => PersonJudge.Judge(group, person, connections, facts, Traits, now))]);
    }

    private ProviderTraits? Traits(string provider) => _providers.TryGet(provider, out var found) ? found.Traits : null;
}
