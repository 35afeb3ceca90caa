using System.Reflection;

namespace Apex.Tests.Architecture;

/// <summary>A requirement counts as met only while the test named beside it exists.</summary>
public sealed class SecurityDocTests
{
    [Fact]
    public void Table_OfRequirements_NamesTestsThatExist()
    {
        var tests = typeof(SecurityDocTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var rows = Documents.Rows("docs/security-asvs.md", "Requirements with a test");

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(Documents.Code(row[^1])));
        Assert.Empty(rows.SelectMany(row => Documents.Code(row[^1])).Where(test => !tests.Contains(test)));
    }
}
