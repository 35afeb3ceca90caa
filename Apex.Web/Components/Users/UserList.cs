using Apex.Domain.Freshness;
using Apex.Infrastructure.Reading;

namespace Apex.Web.Components.Users;

/// <summary>One page of people in an order.</summary>
internal sealed record UserList(IReadOnlyList<FleetPerson> Rows, int Page, BoundedCount Total)
{
    public const int PageSize = 50;

    public static readonly UserList Empty = new([], 1, default);

    public static UserList Of(Fleet fleet, bool byName, FreshnessCause? cause, int page)
    {
        var wanted = fleet.People.Where(person => cause is null || person.Signals.Any(signal => signal.Cause == cause && FleetPerson.IsTroubled(signal))).ToList();
        var sorted = byName
            ? wanted
            : [.. wanted.OrderByDescending(person => person.WorstUrgency).ThenByDescending(person => person.Troubled).ThenBy(person => person.DisplayName, StringComparer.OrdinalIgnoreCase)];
        var shown = Math.Clamp(page, 1, Math.Max(1, (sorted.Count + PageSize - 1) / PageSize));
        return new([.. sorted.Skip((shown - 1) * PageSize).Take(PageSize)], shown, new(sorted.Count, fleet.IsCut));
    }
}
