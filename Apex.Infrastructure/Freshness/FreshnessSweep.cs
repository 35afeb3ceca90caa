using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Freshness;

/// <summary>Keeps stored verdicts true as time passes, and tells who looks: page by page of what is due, never the whole table. Any number of nodes may
/// sweep: they come to the same verdict, and a row that somebody has moved meanwhile is left to them.</summary>
internal sealed partial class FreshnessSweep(ApexStorage storage, ApexClock clock, Judging judging, MetricsFeed feed, ILogger<FreshnessSweep> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Rows of a page; of the people on it all signals are judged.</summary>
    private const int PageRows = 200;

    /// <summary>Per pass, so that a fleet that wakes at the same minute is spread over some passes.</summary>
    private const int MaxPages = 100;

    /// <summary>Rows per transaction: some 3 ms, acks never wait for 20.</summary>
    private const int ChunkRows = 100;

    private readonly HeardPeople _heard = new();

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = feed.SubscribeAsync(stoppingToken); // before anything can happen
        return Task.WhenAll(
            Task.Run(() => ListenAsync(changes, stoppingToken), CancellationToken.None),
            Task.Run(() => SweepAsync(stoppingToken), CancellationToken.None));
    }

    /// <summary>One pass over all whose instant has come or who were heard of.</summary>
    /// <returns>People whose verdict has changed.</returns>
    public async Task<int> PassAsync(CancellationToken ct)
    {
        var changed = 0;
        foreach (var some in _heard.Take().Chunk(PageRows))
        {
            changed += await JudgeAsync(some, ct);
        }

        for (var page = 0; page < MaxPages; page++)
        {
            var now = clock.Now;
            var due = await storage.ReadAsync(session => VerdictRows.DueAsync(session, now, PageRows), ct);
            if (due.Count == 0)
            {
                break;
            }

            changed += await JudgeAsync(due, ct);
        }

        return changed;
    }

    /// <summary>Hears of changes without the loop.</summary>
    internal void Hear(FeedEvent change) => _heard.Add(change);

    private async Task ListenAsync(IAsyncEnumerable<FeedEvent> changes, CancellationToken ct)
    {
        try
        {
            await foreach (var change in changes)
            {
                _heard.Add(change);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                if (await PassAsync(ct) is > 0 and var people)
                {
                    LogSwept(people);
                }
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogFailed(e); // what was due still is
            }

            await clock.Delay(Interval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> JudgeAsync(IReadOnlyCollection<Guid> userIds, CancellationToken ct)
    {
        var now = clock.Now;

        // Rows first: what is stored while the facts are read makes the row another one, and the write finds nothing.
        var (stored, judged) = await storage.ReadAsync(
            async session => (await VerdictRows.OfAsync(session, userIds), await judging.JudgeAsync(session, userIds, now)), ct);
        var verdicts = judged.SelectMany(person => person.Signals.Select(signal => (Key: (person.UserId, signal.Signal.ToString()), Verdict: signal)))
            .ToDictionary(row => row.Key, row => row.Verdict);
        List<(StoredVerdict Read, SignalFreshnessView Now)> rows =
            [.. stored.Where(row => verdicts.ContainsKey((row.UserId, row.Signal))).Select(row => (row, verdicts[(row.UserId, row.Signal)]))];
        await WriteAsync([.. rows.Where(row => IsToWrite(row.Read, row.Now, now))], now);
        List<Guid> changed = [.. rows.Where(row => row.Read.ShowsOtherThan(row.Now)).Select(row => row.Read.UserId).Distinct()];
        changed.ForEach(userId => feed.Publish(new FeedEvent.PersonChanged(userId, ByTime: true)));
        return changed.Count;
    }

    private static bool IsToWrite(StoredVerdict read, SignalFreshnessView verdict, DateTimeOffset now) =>
        read.ShowsOtherThan(verdict) || !(read.NextChangeAt > now.ToUnixTimeMilliseconds());

    private async Task WriteAsync(IReadOnlyList<(StoredVerdict Read, SignalFreshnessView Now)> rows, DateTimeOffset now)
    {
        // In the order of the key: two nodes that write the same people never wait for each other in a circle.
        foreach (var chunk in rows.OrderBy(row => row.Read.UserId).ThenBy(row => row.Read.Signal, StringComparer.Ordinal).Chunk(ChunkRows))
        {
            await storage.Writer.RunAsync(WriteLane.Work, session =>
            {
                foreach (var (read, verdict) in chunk)
                {
                    VerdictRows.Enqueue(session, read, verdict, LookAgain.At(verdict, now));
                }

                return session.FlushAsync();
            });
        }
    }

    [LoggerMessage(2051, LogLevel.Debug, "Freshness of {People} people changed by time")]
    private partial void LogSwept(int people);

    [LoggerMessage(2052, LogLevel.Error, "The freshness sweep failed; it goes on with the next pass")]
    private partial void LogFailed(Exception e);
}
