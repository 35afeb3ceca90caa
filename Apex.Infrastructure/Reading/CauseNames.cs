using System.Collections.Frozen;
using Apex.Domain.Freshness;

namespace Apex.Infrastructure.Reading;

/// <summary>Causes by their stored names.</summary>
internal static class CauseNames
{
    private static readonly FrozenDictionary<string, FreshnessCause> ByName =
        Enum.GetValues<FreshnessCause>().ToFrozenDictionary(Causes.Name, StringComparer.Ordinal);

    /// <returns>Null for no name; a cause of our own (refresh_interrupted) is a lost token.</returns>
    public static FreshnessCause? Find(string? name) => name switch
    {
        null => null,
        Connections.TokenKeeper.RefreshInterrupted => FreshnessCause.TokenExpired,
        _ => ByName.TryGetValue(name, out var cause) ? cause : FreshnessCause.Unknown,
    };
}
