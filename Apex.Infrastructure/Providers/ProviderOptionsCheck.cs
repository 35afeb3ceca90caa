using Apex.Infrastructure.Providers.Garmin;
using Apex.Infrastructure.Providers.Oura;
using Apex.Infrastructure.Providers.Terra;
using Microsoft.Extensions.Configuration;

namespace Apex.Infrastructure.Providers;

/// <summary>Every problem in the section <c>Providers</c>, each by its key, before the host starts.</summary>
public static class ProviderOptionsCheck
{
    private static readonly Dictionary<string, Action<ProviderSection>> _readers = new(StringComparer.OrdinalIgnoreCase)
    {
        [OuraServices.Section] = section => OuraOptions.Read(section),
        [GarminServices.Section] = section => GarminOptions.Read(section),
        [TerraServices.Section] = section => TerraOptions.Read(section),
    };

    public static IReadOnlyList<string> Problems(IConfiguration configuration)
    {
        List<string> problems = [];
        foreach (var (name, read) in _readers)
        {
            var section = new ProviderSection(configuration, name);
            read(section);
            problems.AddRange(section.Problems);
        }

        // A misspelt vendor would otherwise be silently off.
        problems.AddRange(configuration.GetSection("Providers").GetChildren()
            .Where(child => !_readers.ContainsKey(child.Key))
            .Select(child => $"Providers:{child.Key}: no such provider; known are {string.Join(", ", _readers.Keys)}"));
        return problems;
    }
}
