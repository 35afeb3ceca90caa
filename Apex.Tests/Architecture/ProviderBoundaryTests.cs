using System.Text.RegularExpressions;

namespace Apex.Tests.Architecture;

/// <summary>Vendors end where normalized records begin: nothing under Providers/ names a later step of the road, however it is spelt.</summary>
public sealed partial class ProviderBoundaryTests
{
    [Fact]
    public void Providers_Name_NoLaterStepOfTheRoad() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "Apex.Infrastructure", "Providers"), "*.cs", SearchOption.AllDirectories)
        from line in File.ReadLines(file)
        where LaterStep().IsMatch(Comment().Replace(line, ""))
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    // Inbox.Kinds, using Apex.Infrastructure.Storage; but not the word "work" in a sentence.
    [GeneratedRegex(@"\b(Inbox|Storage|Ingestion|Days|Work|Connections|Publishing)(\.[A-Z]|;)")]
    private static partial Regex LaterStep();

    [GeneratedRegex(@"//.*$")]
    private static partial Regex Comment();
}
