using System.Diagnostics.CodeAnalysis;

namespace Apex.Infrastructure.Providers;

/// <summary>Route name to vendor. Disabled vendors are known here and refused at Receive.</summary>
internal sealed class ProviderRegistry(IEnumerable<IProvider> providers)
{
    private readonly Dictionary<string, IProvider> _byName = providers.ToDictionary(provider => provider.Traits.Name, StringComparer.Ordinal);

    public IReadOnlyCollection<IProvider> All => _byName.Values;

    public bool TryGet(string name, [NotNullWhen(true)] out IProvider? provider) => _byName.TryGetValue(name, out provider);

    public IProvider Get(string name) => _byName.TryGetValue(name, out var provider)
        ? provider
        : throw new InvalidOperationException($"No provider named {name} is registered.");
}
