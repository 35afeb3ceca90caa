using Apex.Domain.Freshness;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Freshness;

/// <summary>The one way to a verdict, for reading and for the sweep: facts first, more evidence only for who is late without a reason.</summary>
internal sealed class Judging(ProviderRegistry providers)
{
    private readonly Dictionary<string, ProviderTraits> _providers =
        providers.All.Select(provider => provider.Traits).ToDictionary(traits => traits.Name, StringComparer.Ordinal);

    // Who has a client is asked; the others send what they have.
    private readonly HashSet<string> _asked =
        providers.All.OfType<IPullProvider>().Select(provider => provider.Traits.Name).ToHashSet(StringComparer.Ordinal);

    /// <returns>In the order of ids; unknown and erased people are left out.</returns>
    public async Task<IReadOnlyList<PersonFreshness>> JudgeAsync(DbSession session, IReadOnlyCollection<Guid> userIds, DateTimeOffset now)
    {
        var people = await FactsReader.ReadAsync(session, userIds, now);
        var verdicts = people.ToDictionary(person => person.UserId, person => Judge(person, now));
        List<PersonFacts> unexplained = [.. people.Where(person => verdicts[person.UserId].Signals.Any(IsUnexplained))];
        await EvidenceReader.ReadAsync(session, unexplained, now);
        foreach (var person in unexplained)
        {
            verdicts[person.UserId] = Judge(person, now);
        }

        return [.. people.Select(person => verdicts[person.UserId])];
    }

    private PersonFreshness Judge(PersonFacts person, DateTimeOffset now) => new FreshnessJudge(_providers, _asked, person, now).Judge();

    private static bool IsUnexplained(SignalFreshnessView signal) => signal is { State: FreshnessState.Late, Cause: FreshnessCause.Unknown };
}
