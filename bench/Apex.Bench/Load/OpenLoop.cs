namespace Apex.Bench.Load;

/// <summary>Requests at fixed instants, whatever the server does. Latency counts from the instant a request was due, so that a stalled server
/// cannot hide its stall by delaying the load (coordinated omission).</summary>
internal static class OpenLoop
{
    public static async Task<OpenLoopResult> RunAsync(Wire[] wires, Requests requests, double perSecond)
    {
        var next = -1;
        var refused = 0;
        var latenciesMs = new double[requests.Count];
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(wires.Select(wire => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var index && index < requests.Count)
            {
                var due = TimeSpan.FromSeconds(index / perSecond);
                var early = due - Stopwatch.GetElapsedTime(started);
                if (early > TimeSpan.Zero)
                {
                    await Task.Delay(early);
                }

                if (await wire.SendAsync(requests[index]) is < 200 or > 299)
                {
                    Interlocked.Increment(ref refused);
                }

                latenciesMs[index] = (Stopwatch.GetElapsedTime(started) - due).TotalMilliseconds;
            }
        })));
        return new(new Percentiles(latenciesMs), refused, requests.Count / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}

/// <param name="PerSecond">The rate that was reached.</param>
internal sealed record OpenLoopResult(Percentiles LatencyMs, int Refused, double PerSecond);
