using Apex.Domain.Metrics;

namespace Apex.Domain.Merging;

/// <summary>The sources a person prefers, per signal group; groups without one follow the rules of science 3.6.</summary>
public sealed record MergePreferences
{
    public static readonly MergePreferences None = new();

    public IReadOnlyDictionary<SignalGroup, SourceId> Preferred { get; init; } = new Dictionary<SignalGroup, SourceId>();

    public SourceId? For(SignalGroup group) => Preferred.TryGetValue(group, out var source) ? source : null;
}
