using System.Globalization;
using System.Text.Json;

namespace Apex.Infrastructure.Providers;

/// <summary>Reads one JSON object of a vendor leniently: absent and null are null, anything that cannot be read as asked is left out with a
/// reason, and unknown keys are nobody's business. Only shapes are judged here; whether a value is plausible is the domain's question.</summary>
internal sealed class FieldReader(JsonElement element, string path, DropList drops)
{
    public FieldReader? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new FieldReader(value, PathOf(name), drops),
        _ => Drop<FieldReader>(name, "wrong_type"),
    };

    /// <summary>The objects of an array; elements that are none are dropped.</summary>
    public IEnumerable<FieldReader> Objects(string name)
    {
        if (Find(name) is not { } array)
        {
            yield break;
        }

        if (array.ValueKind != JsonValueKind.Array)
        {
            drops.Add(PathOf(name), "wrong_type");
            yield break;
        }

        var index = 0;
        foreach (var value in array.EnumerateArray())
        {
            var itemPath = string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{index++}]");
            if (value.ValueKind == JsonValueKind.Object)
            {
                yield return new FieldReader(value, itemPath, drops);
            }
            else
            {
                drops.Add(itemPath, "wrong_type");
            }
        }
    }

    /// <summary>A finite number; 1e400 is none.</summary>
    public double? Number(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return Drop(name, "wrong_type");
        }

        return value.TryGetDouble(out var number) && double.IsFinite(number) ? number : Drop(name, "out_of_range");
    }

    /// <summary>Rounded to a whole number; vendors send counts with fractions.</summary>
    public int? Count(string name) => Number(name) switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and { } number => (int)Math.Round(number, MidpointRounding.AwayFromZero),
        _ => (int?)Drop(name, "out_of_range"),
    };

    /// <summary>A field in seconds, read as minutes.</summary>
    public double? MinutesFromSeconds(string name) => Number(name) / 60;

    public DateTimeOffset? FromUnixSeconds(string name) =>
        Number(name) is { } seconds ? UnixTime.FromSeconds(seconds) ?? DropStruct<DateTimeOffset>(name, "out_of_range") : null;

    public bool? Flag(string name) => Find(name)?.ValueKind switch
    {
        null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => DropStruct<bool>(name, "wrong_type"),
    };

    public string? Text(string name)
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return Drop<string>(name, "wrong_type");
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, escaped: valid JSON, no valid text.
            return Drop<string>(name, "utf8_invalid");
        }
    }

    /// <summary>A text that is fit to be a key.</summary>
    public string? Id(string name) => Text(name) is { } text ? VendorId.OrNull(text) ?? Drop<string>(name, "id_invalid") : null;

    public DateOnly? Date(string name) => Text(name) is { } text
        ? DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 2000 and < 2200
            ? date
            : DropStruct<DateOnly>(name, "date_invalid")
        : null;

    public VendorTime? Time(string name) =>
        Text(name) is { } text ? VendorTime.Parse(text) ?? DropStruct<VendorTime>(name, "time_invalid") : null;

    /// <summary>The names in an array of strings; null when it is none.</summary>
    public IReadOnlyList<string>? Names(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray()
            .Where(item => item.ValueKind == JsonValueKind.String)
            .Select(item => VendorId.OrNull(TextOrEmpty(item)))
            .OfType<string>()
            .Take(100)],
        _ => Drop<IReadOnlyList<string>>(name, "wrong_type"),
    };

    public void Note(string name, string reason) => drops.Add(PathOf(name), reason);

    /// <summary>Leaves the whole object out: what makes it a record is missing.</summary>
    public void Refuse() => drops.Refuse(path);

    private static string TextOrEmpty(JsonElement item)
    {
        try
        {
            return item.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    private JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string PathOf(string name) => $"{path}.{name}";

    private T? Drop<T>(string name, string reason)
        where T : class
    {
        drops.Add(PathOf(name), reason);
        return null;
    }

    private T? DropStruct<T>(string name, string reason)
        where T : struct
    {
        drops.Add(PathOf(name), reason);
        return null;
    }

    private double? Drop(string name, string reason) => DropStruct<double>(name, reason);
}
