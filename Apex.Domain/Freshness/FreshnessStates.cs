namespace Apex.Domain.Freshness;

/// <summary>Names of states, as stored and shown.</summary>
public static class FreshnessStates
{
    public static string Name(FreshnessState state) => state switch
    {
        FreshnessState.Unsupported => "unsupported",
        FreshnessState.Disconnected => "disconnected",
        FreshnessState.Never => "never",
        FreshnessState.Delayed => "delayed",
        FreshnessState.Late => "late",
        FreshnessState.Due => "due",
        FreshnessState.Fresh => "fresh",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}
