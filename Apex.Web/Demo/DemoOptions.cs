using System.ComponentModel.DataAnnotations;

namespace Apex.Web.Demo;

/// <summary>Bound from "Apex:Demo"; read only with <c>--demo</c>.</summary>
internal sealed class DemoOptions
{
    public const string Section = "Apex:Demo";

    public const int MaxPeople = 1000;

    [Range(1, MaxPeople)]
    public int People { get; init; } = 30;

    /// <summary>Of history behind everyone.</summary>
    [Range(1, 120)]
    public int Days { get; init; } = 60;

    /// <summary>The same seed gives the same people and nights.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>False: no passing faults at the vendors; the people who stand for a cause of lateness keep theirs.</summary>
    public bool Faults { get; init; } = true;

    /// <summary>Between two steps of simulated life.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(3);
}
