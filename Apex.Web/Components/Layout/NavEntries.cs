using System.Reflection;
using Apex.Web.Security;
using Microsoft.AspNetCore.Components;

namespace Apex.Web.Components.Layout;

/// <summary>The one list of where one can go. The first four also make the bar at the foot of a phone.</summary>
internal static class NavEntries
{
    private static readonly NavEntry[] Planned =
    [
        new("Overview", "", Policies.Ops, 'o', "M3 3h6v6H3zM11 3h6v6h-6zM3 11h6v6H3zM11 11h6v6h-6z"),
        new("Users", "users", Policies.Ops, 'u', "M10 10a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3.5 17c.6-3 3.200-4.500 6.500-4.500s5.900 1.500 6.500 4.500"),
        new("Roster", "roster", Policies.Coach, 'r', "M3 5h2M3 10h2M3 15h2M8 5h9M8 10h9M8 15h9"),
        new("Live", "live", Policies.Coach, 'l', "M2 10h4l2-6 4 12 2-6h4"),
        new("Dead letters", "dead-letters", Policies.Ops, 'd', "M3 5h14v10H3zM3 5.500l7 5.500 7-5.500"),
        new("Providers", "providers", Policies.Ops, 'p', "M4 8a6 6 0 0 1 12 0M7 8a3 3 0 0 1 6 0M10 8v5M5 16h10M10 13v3"),
        new("Jobs", "jobs", Policies.Ops, 'j', "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l3 2"),
        new("API keys", "settings/api-keys", Policies.Admin, 'k', "M8.500 11.500a3.500 3.500 0 1 1-5 2.500 3.500 3.500 0 0 1 5-2.500zM8 12l8-8M13 7l2.500 2.500"),
    ];

    public static readonly IReadOnlyList<NavEntry> All = [.. Planned.Where(entry => Routes.Contains("/" + entry.Path))];

    private static HashSet<string> Routes =>
        [.. typeof(NavEntries).Assembly.GetTypes().SelectMany(type => type.GetCustomAttributes<RouteAttribute>(inherit: false)).Select(route => route.Template)];
}
