using Apex.Domain.Freshness;

namespace Apex.Web.Components.Shared;

/// <summary>Colour (by name of token), shape and word of a state: always all three, so that no one of them is needed.</summary>
internal sealed record StatusLook(string Name, ShapeKind Shape)
{
    public static StatusLook Of(FreshnessState state) => state switch
    {
        FreshnessState.Fresh => new("fresh", ShapeKind.FilledCircle),
        FreshnessState.Due => new("due", ShapeKind.HalfCircle),
        FreshnessState.Late => new("late", ShapeKind.Triangle),
        FreshnessState.Delayed => new("delayed", ShapeKind.TwoBars),
        FreshnessState.Disconnected => new("disconnected", ShapeKind.Cross),
        FreshnessState.Unsupported => new("none", ShapeKind.Dash),
        _ => new("none", ShapeKind.OpenCircle),
    };

    public static string Words(FreshnessState state, string? detail) => (state, detail) switch
    {
        (FreshnessState.Fresh, _) => "Fresh",
        (FreshnessState.Due, null) => "Due",
        (FreshnessState.Due, _) => $"Due {detail}",
        (FreshnessState.Late, null) => "Late",
        (FreshnessState.Late, _) => $"Late {detail}",
        (FreshnessState.Delayed, null) => "Waiting",
        (FreshnessState.Delayed, _) => $"Waiting: {detail}",
        (FreshnessState.Disconnected, _) => "Reconnect",
        (FreshnessState.Unsupported, _) => "Not offered",
        _ => "No data yet",
    };
}
