using System.Text;
using System.Text.Json;

namespace Apex.Infrastructure.Reading;

/// <summary>The shape of a JSON body without its values: "$.sleeps[].hrv: number". Lets a person judge a body without seeing anyone's data.</summary>
public static class BodyOutline
{
    /// <summary>Paths told; a body with more ends in a note.</summary>
    public const int MaxPaths = 200;

    private const int MaxNameLength = 40;

    public static IReadOnlyList<string> Of(ReadOnlySpan<byte> body)
    {
        var paths = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            Read(body, paths, seen);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            paths.Add("(not JSON from here on)");
        }

        return paths;
    }

    private static void Read(ReadOnlySpan<byte> body, List<string> paths, HashSet<string> seen)
    {
        var reader = new Utf8JsonReader(body);
        var open = new Stack<string>();
        var path = "$";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    path = $"{open.Peek()}.{Name(reader.GetString()!)}";
                    continue;
                case JsonTokenType.StartObject:
                    open.Push(path);
                    continue;
                case JsonTokenType.StartArray:
                    path += "[]";
                    open.Push(path);
                    continue;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    path = open.TryPeek(out var outer) ? outer : "$";
                    continue;
            }

            if (seen.Add($"{path}: {TypeName(reader.TokenType)}"))
            {
                paths.Add($"{path}: {TypeName(reader.TokenType)}");
            }

            path = open.TryPeek(out var around) ? around : "$";
            if (paths.Count >= MaxPaths)
            {
                paths.Add("(and more)");
                return;
            }
        }
    }

    // A name comes from outside and may hold anything, even a value used as a key.
    private static string Name(string name)
    {
        var text = new StringBuilder(MaxNameLength);
        foreach (var c in name.Take(MaxNameLength))
        {
            text.Append(char.IsAsciiLetter(c) || c is '_' or '-' ? c : char.IsAsciiDigit(c) ? '#' : '?');
        }

        return name.Length > MaxNameLength ? $"{text}…" : text.ToString();
    }

    private static string TypeName(JsonTokenType type) => type switch
    {
        JsonTokenType.String => "string",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "boolean",
    };
}
