using System.Collections.Frozen;
using System.Text.Json;
using Apex.Domain.Metrics;

namespace Apex.Infrastructure.Reading;

/// <summary>Signal groups as programs write them: sleep, hrv, resting_hr, steps, activity, strain.</summary>
public static class SignalNames
{
    private static readonly FrozenDictionary<string, SignalGroup> ByName =
        Enum.GetValues<SignalGroup>().ToFrozenDictionary(Of, StringComparer.Ordinal);

    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<SignalGroup>().Select(Of)];

    public static string Of(SignalGroup signal) => JsonNamingPolicy.SnakeCaseLower.ConvertName(signal.ToString());

    public static SignalGroup? Find(string name) => ByName.TryGetValue(name, out var signal) ? signal : null;
}
