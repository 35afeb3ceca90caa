using System.Text.Json;
using Apex.Domain.Merging;
using Apex.Domain.Metrics;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Days;

/// <summary>The stored form of a person's preferred sources: {"Sleep":"oura"}.</summary>
internal static class UserPreferences
{
    public static MergePreferences Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return new MergePreferences();
        }

        var names = JsonSerializer.Deserialize(json, StoredJson.Default.DictionarySignalGroupString) ?? [];
        return new MergePreferences { Preferred = names.ToDictionary(pair => pair.Key, pair => new SourceId(pair.Value)) };
    }
}
