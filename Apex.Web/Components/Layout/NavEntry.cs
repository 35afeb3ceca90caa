namespace Apex.Web.Components.Layout;

/// <param name="Path">Route without a leading slash; the entry shows as soon as a page with that route exists.</param>
/// <param name="Policy">Who sees the entry; the page itself must demand the same.</param>
/// <param name="Jump">Second key of the jump: <c>g</c> then this.</param>
/// <param name="Icon">SVG path data in a 20 × 20 box, drawn as a line.</param>
internal sealed record NavEntry(string Label, string Path, string Policy, char Jump, string Icon);
