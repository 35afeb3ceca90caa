using System.Text;

namespace Apex.Tests.Providers;

/// <summary>Bodies nobody honest sends.</summary>
internal static class Hostile
{
    public static IEnumerable<(string Name, byte[] Body)> Whole { get; } =
    [
        ("empty", []),
        ("no JSON", "<html><body>Bad gateway</body></html>"u8.ToArray()),
        ("null", "null"u8.ToArray()),
        ("number", "1e400"u8.ToArray()),
        ("string", "\"text\""u8.ToArray()),
        ("array", "[]"u8.ToArray()),
        ("empty object", "{}"u8.ToArray()),
        ("BOM", [0xEF, 0xBB, 0xBF, .. "{}"u8]),
        ("trailing text", "{} {}"u8.ToArray()),
        ("depth bomb of arrays", Encoding.UTF8.GetBytes(new string('[', 500_000))),
        ("closed depth bomb", Encoding.UTF8.GetBytes(new string('[', 100_000) + new string(']', 100_000))),
        ("depth bomb of objects", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))),
        ("bad UTF-8", [0x7B, 0x22, 0xC3, 0x28, 0x22, 0x3A, 0x31, 0x7D]),
        ("zero bytes", new byte[1000]),
        ("half a surrogate as key", "{\"\\ud800\":1}"u8.ToArray()),
    ];

    /// <summary>An example with one of its values replaced, everywhere, by each of these.</summary>
    public static IReadOnlyList<(string Name, string Json)> Values { get; } =
    [
        ("null", "null"),
        ("true", "true"),
        ("number", "7"),
        ("negative", "-7"),
        ("overflow", "1e400"),
        ("underflow", "1e-400"),
        ("long number", new string('9', 5000)),
        ("text", "\"text\""),
        ("empty text", "\"\""),
        ("NaN text", "\"NaN\""),
        ("control", "\"\\u0000\\u0001\""),
        ("half a surrogate", "\"\\ud800\""),
        ("long text", "\"" + new string('x', 100_000) + "\""),
        ("array", "[1,\"a\",null,{}]"),
        ("object", "{\"a\":1}"),
        ("deep", new string('[', 200) + new string(']', 200)),
        ("ten thousand", "[" + string.Join(",", Enumerable.Repeat("{}", 10_000)) + "]"),
    ];
}
