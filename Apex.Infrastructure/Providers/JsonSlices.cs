using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Apex.Infrastructure.Providers;

/// <summary>Finds parts of a JSON text without building a document: Receive reads envelope fields and cuts bodies, nothing else.</summary>
internal static class JsonSlices
{
    private const int MaxTextBytes = 2048;

    // Depth costs the reader one bit per level. What lies too deep inside one record is refused with that record, not with its neighbours.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = int.MaxValue };

    /// <summary>Collects the wanted members of an object.</summary>
    /// <returns>Null, or the reason key: json_invalid, json_duplicate_key, wrong_type.</returns>
    public static string? ReadMembers(ReadOnlyMemory<byte> json, ReadOnlySpan<string> wanted, Dictionary<string, ReadOnlyMemory<byte>> found)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return "wrong_type";
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = Match(ref reader, wanted);
                var value = ReadValue(ref reader, json);
                if (name is not null && !found.TryAdd(name, value))
                {
                    return "json_duplicate_key";
                }
            }

            return reader.Read() ? "json_invalid" : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "json_invalid";
        }
    }

    /// <summary>Cuts an array into its elements.</summary>
    /// <param name="max">Bounds memory: an array of a million empty objects fits into one body.</param>
    /// <returns>Null, or the reason key: json_invalid, wrong_type, too_many_elements; then no elements.</returns>
    public static string? ReadElements(ReadOnlyMemory<byte> json, int max, List<ReadOnlyMemory<byte>> elements)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, _options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return "wrong_type";
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (elements.Count == max)
                {
                    elements.Clear();
                    return "too_many_elements";
                }

                elements.Add(SkipValue(ref reader, json));
            }

            return reader.Read() ? "json_invalid" : null;
        }
        catch (JsonException)
        {
            elements.Clear();
            return "json_invalid";
        }
    }

    /// <summary>The text of a JSON string, or null when it is absent, no string, not valid Unicode or over 2 KiB.</summary>
    public static string? Text(Dictionary<string, ReadOnlyMemory<byte>> members, string name)
    {
        if (!members.TryGetValue(name, out var slice) || slice.Length is < 2 or > MaxTextBytes || slice.Span[0] != '"')
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(slice.Span);
            return reader.Read() ? reader.GetString() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A finite number, or null.</summary>
    public static double? Number(Dictionary<string, ReadOnlyMemory<byte>> members, string name) =>
        members.TryGetValue(name, out var slice) && slice.Span[0] is (>= (byte)'0' and <= (byte)'9') or (byte)'-'
        && double.TryParse(slice.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>Puts exact slices back into a body of their own, each after its opening text.</summary>
    public static ReadOnlyMemory<byte> Wrap(params ReadOnlySpan<(string Opening, ReadOnlyMemory<byte> Slice)> parts)
    {
        using var body = new MemoryStream();
        foreach (var (opening, slice) in parts)
        {
            body.Write(Encoding.UTF8.GetBytes(opening));
            body.Write(slice.Span);
        }

        return body.ToArray();
    }

    private static string? Match(ref Utf8JsonReader reader, ReadOnlySpan<string> wanted)
    {
        foreach (var name in wanted)
        {
            if (reader.ValueTextEquals(name))
            {
                return name;
            }
        }

        return null;
    }

    private static ReadOnlyMemory<byte> ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        return SkipValue(ref reader, json);
    }

    private static ReadOnlyMemory<byte> SkipValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
