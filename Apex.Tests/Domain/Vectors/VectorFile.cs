using System.Globalization;
using System.Text.Json;

namespace Apex.Tests.Domain.Vectors;

/// <summary>Expected values computed outside the product (reference scripts), one JSON array per subject.</summary>
internal static class VectorFile
{
    /// <summary>Vectors are rounded to 2 decimals; binary noise on top.</summary>
    public const double Tolerance = 0.005 + 1e-9;

    public static IReadOnlyList<JsonElement> Rows(string file, string section)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Domain", "Vectors", file)));
        return [.. document.RootElement.GetProperty(section).EnumerateArray().Select(row => row.Clone())];
    }

    /// <summary>Row numbers, so that every row is a test of its own.</summary>
    public static TheoryData<int> Indexes(string file, string section, int count)
    {
        Assert.Equal(count, Rows(file, section).Count);
        return [.. Enumerable.Range(0, count)];
    }

    public static double? Number(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;

    public static string Text(this JsonElement row, string name) => row.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static DateTimeOffset Instant(this JsonElement row, string name) => row.GetProperty(name).GetDateTimeOffset();

    public static DateOnly Day(this JsonElement row, string name) => DateOnly.Parse(row.Text(name), CultureInfo.InvariantCulture);

    public static void AssertClose(double? expected, double? actual, string what)
    {
        var isClose = expected is { } want && actual is { } got ? Math.Abs(want - got) <= Tolerance : expected is null && actual is null;
        Assert.True(isClose, string.Create(CultureInfo.InvariantCulture, $"{what}: expected {expected}, got {actual} (empty: null)"));
    }
}
