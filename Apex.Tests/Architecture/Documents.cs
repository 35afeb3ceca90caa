using System.Text.RegularExpressions;

namespace Apex.Tests.Architecture;

/// <summary>The project's own texts.</summary>
internal static partial class Documents
{
    /// <summary>Folders and files that only exist after a build or on one machine.</summary>
    private static readonly string[] NotOurs = ["artifacts", "node_modules", "data", "TestResults", ".git", "bin", "obj", ".vs", ".idea", "_framework"];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    public static IReadOnlyList<string> Markdown { get; } = [.. TextFiles().Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    /// <summary>Every file of the project that a person may read, relative to its root.</summary>
    public static IEnumerable<string> TextFiles() => Under(new DirectoryInfo(Repository.Root)).Select(file => Path.GetRelativePath(Repository.Root, file.FullName));

    /// <summary>The rows of the tables under a heading, each as its cells.</summary>
    public static IReadOnlyList<string[]> Rows(string path, string heading) =>
        [.. Read(path).Split('\n')
            .SkipWhile(line => line != "## " + heading).Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1) // column names; the line of dashes begins without a space
            .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    /// <summary>What stands between back-ticks.</summary>
    public static IEnumerable<string> Code(string text) => BackTicks().Matches(text).Select(match => match.Groups[1].Value);

    private static IEnumerable<FileInfo> Under(DirectoryInfo directory) => directory.EnumerateFileSystemInfos()
        .Where(entry => !NotOurs.Contains(entry.Name))
        .SelectMany(entry => entry switch
        {
            DirectoryInfo { LinkTarget: null } inner => Under(inner),
            FileInfo file when file.Length < 1 << 20 && file.Extension is not (".png" or ".db" or ".zip") => [file],
            _ => [],
        });

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex BackTicks();
}
