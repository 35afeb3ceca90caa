using System.Text.RegularExpressions;

namespace Apex.Tests.Architecture;

/// <summary>Rules of CONTRIBUTING.md that a machine can see.</summary>
public sealed partial class HouseRulesTests
{
    private static readonly string[] BannedNames = ["Helpers", "Utils", "Common", "Managers"];

    [Fact]
    public void SourceFiles_AreNotLongerThan300Lines() => Assert.Empty(
        SourceFiles().Where(file => File.ReadLines(file).Count() > 300).Select(Relative));

    [Fact]
    public void SourceFiles_HaveNoRegions() => Assert.DoesNotContain(
        SourceFiles(), file => File.ReadLines(file).Any(line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal)));

    [Fact]
    public void Folders_AreNotBags() => Assert.DoesNotContain(
        SourceFiles().Select(Relative), file => file.Split('/').Intersect(BannedNames).Any());

    [Fact]
    public void Web_NamesNoVendor()
    {
        string[] vendors = ["Oura", "Garmin", "Terra"];
        var naming = from file in SourceFiles()
                     let relative = Relative(file)
                     where relative.StartsWith("Apex.Web/", StringComparison.Ordinal) && !relative.StartsWith("Apex.Web/Demo/", StringComparison.Ordinal)
                     let text = File.ReadAllText(file)
                     where vendors.Any(vendor => text.Contains(vendor, StringComparison.OrdinalIgnoreCase))
                     select relative;
        Assert.Empty(naming);
    }

    private static IEnumerable<string> SourceFiles() =>
        from project in new[] { "Apex.Domain", "Apex.Infrastructure", "Apex.Web", "Apex.Simulator", "Apex.Tests", "bench", "tools" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, project), "*.*", SearchOption.AllDirectories)
        where file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal)
        where !GeneratedMigration().IsMatch(file)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        select file;

    private static string Relative(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"/Migrations/(\w+/)?(\d{14}_\w+(\.Designer)?|\w+ModelSnapshot)\.cs$")]
    private static partial Regex GeneratedMigration();
}
