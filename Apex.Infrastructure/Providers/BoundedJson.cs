using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace Apex.Infrastructure.Providers;

/// <summary>Parses what outsiders sent, with bounded depth and memory. Trouble is a stable reason key, never an exception.</summary>
internal static class BoundedJson
{
    private const int MaxDepth = 64;

    // The document keeps 12 bytes per value, so this is 24 MB. A day of heart rate in one-second samples has about a million.
    private const int MaxValues = 2_000_000;

    private static readonly JsonDocumentOptions _options = new()
    {
        MaxDepth = MaxDepth,

        // Which of two equal keys is meant is anybody's guess: the object is refused, not half believed.
        AllowDuplicateProperties = false,
    };

    /// <returns>False with <paramref name="problem"/> = json_invalid, json_too_deep, json_too_large or utf8_invalid.</returns>
    public static bool TryParse(ReadOnlyMemory<byte> json, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? problem)
    {
        document = null;
        problem = FindProblem(json.Span);
        if (problem is not null)
        {
            return false;
        }

        try
        {
            document = JsonDocument.Parse(json, _options);
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The first pass found the grammar sound, so only equal keys are left; InvalidOperationException is a key with half a surrogate pair.
            problem = exception is JsonException ? "json_duplicate_key" : "utf8_invalid";
            return false;
        }
    }

    public static bool IsReadable(ReadOnlyMemory<byte> json)
    {
        if (!TryParse(json, out var document, out _))
        {
            return false;
        }

        document.Dispose();
        return true;
    }

    // A first pass without a document: what it would refuse costs no memory.
    private static string? FindProblem(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return "utf8_invalid";
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = int.MaxValue });
        var values = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= MaxDepth)
                {
                    return "json_too_deep";
                }

                if (++values > MaxValues)
                {
                    return "json_too_large";
                }
            }
        }
        catch (JsonException)
        {
            return "json_invalid";
        }

        return null;
    }
}
