using System.Reflection;

namespace Apex.Tests.Architecture;

/// <summary>A promise counts as held only while the test named beside it exists.</summary>
public sealed class NamedTestsTests
{
    [Theory]
    [InlineData("docs/security-asvs.md", "Requirements with a test")]
    [InlineData("ARCHITECTURE.md", "Promises and the tests that hold them")]
    public void Table_OfPromises_NamesTestsThatExist(string document, string heading)
    {
        var tests = typeof(NamedTestsTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttributes<FactAttribute>().Any())
                .Select(method => $"{type.Name}.{method.Name}"));
        var rows = Documents.Rows(document, heading);

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.NotEmpty(Documents.Code(row[^1])));
        Assert.Empty(rows.SelectMany(row => Documents.Code(row[^1])).Except(tests));
    }
}
