using System.Text.RegularExpressions;

namespace Apex.Tests.Architecture;

/// <summary>Texts that a stranger reads: their links lead somewhere, and nothing in them is about the place where they were written.</summary>
public sealed partial class DocumentTests
{
    // Split, so that this file does not hold them itself.
    private static readonly string[] Private =
    [
        "/wor" + "k/", "/far" + "m/", "/hom" + "e/", "/roo" + "t/", "far" + "m-", "container" + "-check", "api.nuget" + ".org", "registry.npmjs" + ".org",
    ];

    public static TheoryData<string> Texts => new(Documents.Markdown);

    [Theory]
    [MemberData(nameof(Texts))]
    public void Link_ToAFileOfTheProject_LeadsThere(string text)
    {
        var folder = Path.Combine(Repository.Root, Path.GetDirectoryName(text) ?? "");
        var links = Link().Matches(Documents.Read(text)).Select(match => match.Groups[1].Value.Split('#')[0]);

        Assert.DoesNotContain(
            links, link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, link)));
    }

    [Fact]
    public void TextFiles_NameNoPrivatePlace() => Assert.Empty(
        from file in Documents.TextFiles()
        let text = File.ReadAllText(Path.Combine(Repository.Root, file))
        from place in Private
        where text.Contains(place, StringComparison.Ordinal)
        select $"{file}: {place}");

    [Fact]
    public void Decisions_AreNumberedWithoutGapAndListed()
    {
        var decisions = Documents.Markdown.Where(file => Decision().IsMatch(file)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal).ToList();

        Assert.NotEmpty(decisions);
        Assert.Equal(Enumerable.Range(1, decisions.Count).Select(number => $"{number:0000}"), decisions.Select(file => file[..4]));
        Assert.All(decisions, file => Assert.Contains($"({file})", Documents.Read("docs/adr/README.md"), StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^docs/adr/\d{4}-")]
    private static partial Regex Decision();
}
