using Apex.Domain.Freshness;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Components.Overview;

/// <summary>How many people and signals are not fresh for one cause.</summary>
internal sealed record CauseTally(FreshnessCause Cause, int People, int Signals)
{
    public static IReadOnlyList<CauseTally> Of(Fleet fleet) =>
    [
        .. fleet.People.SelectMany(person => person.Signals.Where(FleetPerson.IsTroubled).Select(signal => (person.Id, signal.Cause)))
            .GroupBy(trouble => trouble.Cause)
            .Select(group => new CauseTally(group.Key, group.Select(trouble => trouble.Id).Distinct().Count(), group.Count()))
            .OrderByDescending(tally => tally.People).ThenBy(tally => tally.Cause),
    ];
}
