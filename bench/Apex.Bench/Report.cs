using System.Text;

namespace Apex.Bench;

/// <summary>The figures of one run, as they come on stderr and as one table at the end.</summary>
internal sealed class Report
{
    private readonly List<(string Measure, StorageKind Storage, string Figure, string Target, bool? Met)> _rows = [];

    /// <param name="met">Null: the figure explains another one and has no target.</param>
    public void Add(string measure, StorageKind storage, string figure, string target = "", bool? met = null)
    {
        _rows.Add((measure, storage, figure, target, met));
        Console.Error.WriteLine($"{measure} [{storage}]: {figure}{(met is null ? "" : met.Value ? " (met)" : " (MISSED)")}");
    }

    public static string Number(double value) => value.ToString(value >= 100 ? "N0" : "0.##", CultureInfo.InvariantCulture);

    /// <summary>To stdout and, for the whole run, to docs/bench/last.md.</summary>
    public async Task WriteAsync(BenchOptions options)
    {
        var text = Markdown();
        await Console.Out.WriteAsync(text);
        if (options.Measures.Count == BenchOptions.All.Length && RepositoryRoot() is { } root)
        {
            var directory = Directory.CreateDirectory(Path.Combine(root, "docs", "bench"));
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "last.md"), text);
        }
    }

    private string Markdown()
    {
        var text = new StringBuilder();
        text.Append("# Last bench run\n\n");
        text.Append("`dotnet run -c Release --project bench/Apex.Bench -- all`; what each line means: [README](README.md).\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores, load average at the end {LoadAverage()}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC.\n\n");
        text.Append("| measure | storage | figure | target | |\n|---|---|---|---|---|\n");
        foreach (var (measure, storage, figure, target, met) in _rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {measure} | {storage} | {figure} | {target} | {(met is null ? "" : met.Value ? "met" : "**missed**")} |\n");
        }

        return text.ToString();
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "unknown";

    private static string? RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Apex.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName;
    }
}
