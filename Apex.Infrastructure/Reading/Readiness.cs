using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Reading;

/// <summary>Whether this node does its work: the database takes writes, the workers look for work.</summary>
public sealed class Readiness
{
    /// <summary>System time: it bounds I/O.</summary>
    private static readonly TimeSpan MaxWrite = TimeSpan.FromSeconds(1);

    /// <summary>Anyone may ask; the database is troubled at most this often.</summary>
    private static readonly TimeSpan AnswerHoldsFor = TimeSpan.FromSeconds(1);

    /// <summary>Loops look at least every 5 s.</summary>
    private static readonly TimeSpan MaxLoopSilence = TimeSpan.FromSeconds(60);

    // A write that leaves nothing behind, yet changes a page: an empty transaction would succeed on a full disk.
    private const string Probe = """
        INSERT INTO inbox_seen (provider, delivery_key, content_key, seen_at) VALUES ('', @key, @key, 0) ON CONFLICT (provider, delivery_key) DO UPDATE SET seen_at = 0
        """;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly WorkLoops _loops;
    private readonly Lock _gate = new();
    private (long AtMs, Task<ReadinessCheck> Check)? _lastWrite;

    internal Readiness(ApexStorage storage, ApexClock clock, WorkLoops loops) => (_storage, _clock, _loops) = (storage, clock, loops);

    public async Task<IReadOnlyList<ReadinessCheck>> CheckAsync() => !_storage.IsOpen
        ? [new("migrations", false, "The database is being opened.")]
        : [new("migrations", true, null), await WritableAsync(), Loops()];

    private Task<ReadinessCheck> WritableAsync()
    {
        lock (_gate)
        {
            if (_lastWrite is not { } last || Environment.TickCount64 - last.AtMs >= AnswerHoldsFor.TotalMilliseconds)
            {
                _lastWrite = last = (Environment.TickCount64, WriteAsync());
            }

            return last.Check;
        }
    }

    private async Task<ReadinessCheck> WriteAsync()
    {
        try
        {
            await _storage.Writer.RunAsync(WriteLane.Ack, async session =>
            {
                await session.ExecuteAsync(Probe, ("@key", Array.Empty<byte>()));
                await session.ExecuteAsync("DELETE FROM inbox_seen WHERE provider = '' AND delivery_key = @key", ("@key", Array.Empty<byte>()));
            }).WaitAsync(MaxWrite);
            return new("database", true, null);
        }
        catch (TimeoutException)
        {
            return new("database", false, "A write took longer than a second.");
        }
        catch (StorageUnavailableException e)
        {
            return new("database", false, $"The database takes no writes: {e.Message}.");
        }
    }

    private ReadinessCheck Loops()
    {
        var now = _clock.Now;
        var silent = _loops.Loops.Where(loop => now - loop.LastLookedAt > MaxLoopSilence).Select(loop => $"{loop.Provider}/{loop.Lane}").ToList();
        return silent.Count == 0 ? new("workers", true, null) : new("workers", false, $"Have not looked for work lately: {string.Join(", ", silent)}.");
    }
}

/// <param name="Name">migrations, database, workers.</param>
/// <param name="Reason">Why it is not fine.</param>
public sealed record ReadinessCheck(string Name, bool Ok, string? Reason);
