using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Apex.Tests.Architecture;

namespace Apex.Tests.Live;

/// <summary>Node/live.mjs as a process; what it prints, line by line.</summary>
internal sealed class NodeClient : IDisposable
{
    private static readonly TimeSpan TimeOut = TimeSpan.FromSeconds(60);
    private static readonly string Folder = Path.Combine(Repository.Root, "Apex.Tests", "Node");

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    private NodeClient(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => _ = line.Data is { } text ? _lines.Writer.TryWrite(text) : _lines.Writer.TryComplete();
        _process.BeginOutputReadLine();
    }

    public static NodeClient Start(Uri url, string? key, string userId)
    {
        Assert.True(Directory.Exists(Path.Combine(Folder, "node_modules")), "Run `npm ci` in Apex.Tests/Node first; ./test.sh does.");
        var start = new ProcessStartInfo("node", [Path.Combine(Folder, "live.mjs"), url.ToString().TrimEnd('/'), key ?? "-", userId])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new(Process.Start(start)!);
    }

    /// <summary>The next line of this kind that fits; others are passed over.</summary>
    public async Task<JsonNode> NextAsync(string what, Predicate<JsonNode>? fits = null)
    {
        using var timeOut = new CancellationTokenSource(TimeOut);
        var seen = new List<string>();
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(timeOut.Token))
            {
                seen.Add(line);
                if (JsonNode.Parse(line) is JsonObject said && (string?)said["what"] == what && fits?.Invoke(said["value"]!) != false)
                {
                    return said["value"] ?? said;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Told below, with what was heard instead.
        }

        throw new InvalidOperationException($"The client never said '{what}' as expected. It said: {string.Join(Environment.NewLine, seen)}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
