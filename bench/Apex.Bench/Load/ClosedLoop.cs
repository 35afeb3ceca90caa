namespace Apex.Bench.Load;

/// <summary>As many requests as the server answers: each connection sends its next one when it has its answer.</summary>
internal static class ClosedLoop
{
    /// <summary>Ends after the time or with the last request.</summary>
    public static async Task<Throughput> RunAsync(Wire[] wires, Requests requests, TimeSpan atMost, int expectedStatus)
    {
        var next = -1;
        var done = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(wires.Select(wire => Task.Run(async () =>
        {
            while (Stopwatch.GetElapsedTime(started) < atMost && Interlocked.Increment(ref next) is var index && index < requests.Count)
            {
                var status = await wire.SendAsync(requests[index]);
                if (status != expectedStatus)
                {
                    throw new InvalidOperationException($"Answered {status} instead of {expectedStatus}.");
                }

                Interlocked.Increment(ref done);
            }
        })));
        return new(done, Stopwatch.GetElapsedTime(started));
    }
}

internal readonly record struct Throughput(int Count, TimeSpan Elapsed)
{
    public double PerSecond => Count / Elapsed.TotalSeconds;
}
