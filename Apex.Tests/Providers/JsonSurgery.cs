using System.Text;
using System.Text.Json;

namespace Apex.Tests.Providers;

/// <summary>Makes hostile variants of an example.</summary>
internal static class JsonSurgery
{
    /// <summary>For every value of the example, a copy in which it is replaced.</summary>
    public static IEnumerable<byte[]> ReplaceEach(byte[] example, string replacement)
    {
        foreach (var (start, end) in Values(example))
        {
            yield return [.. example[..start], .. Encoding.UTF8.GetBytes(replacement), .. example[end..]];
        }
    }

    /// <summary>For every key of the example, a copy in which it stands twice in its object.</summary>
    public static IEnumerable<byte[]> DoubleEachKey(byte[] example)
    {
        foreach (var (start, end) in Members(example))
        {
            yield return [.. example[..end], (byte)',', .. example[start..end], .. example[end..]];
        }
    }

    private static List<(int Start, int End)> Values(byte[] json)
    {
        List<(int, int)> spans = [];
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject))
            {
                var copy = reader;
                copy.Skip();
                spans.Add(((int)reader.TokenStartIndex, (int)copy.BytesConsumed));
            }
        }

        return spans;
    }

    private static List<(int Start, int End)> Members(byte[] json)
    {
        List<(int, int)> spans = [];
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var start = (int)reader.TokenStartIndex;
                var copy = reader;
                copy.Skip();
                spans.Add((start, (int)copy.BytesConsumed));
            }
        }

        return spans;
    }
}
