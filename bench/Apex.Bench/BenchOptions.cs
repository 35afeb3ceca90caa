namespace Apex.Bench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Seconds">Length of the timed parts; null: each measure's own.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Measures, IReadOnlyList<StorageKind> Storages, int? Seconds)
{
    public static readonly string[] All = ["start", "claim", "ack", "ack-latency", "events", "fetch", "painted", "plan"];

    public static readonly string Usage = $"Apex.Bench all|{string.Join('|', All)} [--storage sqlite|postgres] [--seconds n]";

    public static BenchOptions? Parse(string[] args)
    {
        if (args.Length == 0 || (args[0] != "all" && !All.Contains(args[0])) || args.Length % 2 == 0)
        {
            return null;
        }

        var options = new BenchOptions(args[0] == "all" ? All : [args[0]], [StorageKind.Sqlite, StorageKind.Postgres], null);
        for (var i = 1; i < args.Length; i += 2)
        {
            switch (args[i], args[i + 1])
            {
                case ("--storage", var name) when Enum.TryParse<StorageKind>(name, ignoreCase: true, out var kind):
                    options = options with { Storages = [kind] };
                    break;
                case ("--seconds", var text) when int.TryParse(text, CultureInfo.InvariantCulture, out var seconds):
                    options = options with { Seconds = seconds };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
