namespace Apex.Web.Components.Overview;

/// <summary>One step of the road on screen.</summary>
/// <param name="Number">What counts here, already written out.</param>
/// <param name="Label">What the number is.</param>
/// <param name="Notes">Further facts, one line each.</param>
/// <param name="OldestAt">Since when the oldest thing waits here.</param>
internal sealed record RoadStep(string Name, string Number, string Label, IReadOnlyList<string> Notes, DateTimeOffset? OldestAt = null);
