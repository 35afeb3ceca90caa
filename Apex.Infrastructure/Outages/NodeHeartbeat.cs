using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Outages;

/// <summary>Says that this process lives, and with every beat writes down what vendors were refused since the last: whatever kills it, the time after its last
/// beat counts as an outage. Frees what dead nodes held, and plans what missed deliveries make necessary.</summary>
internal sealed partial class NodeHeartbeat(
    ApexStorage storage, ApexClock clock, NodeIdentity node, RefusalLog refusals, ReconcilePlanner planner, ILogger<NodeHeartbeat> logger) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>A node not heard of for three beats is gone.</summary>
    public static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(30);

    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _lastBeatAt;

    /// <summary>Our own, or we would not know who else is late.</summary>
    private bool HasBeatenLately(DateTimeOffset now) => _lastBeatAt is null || now - _lastBeatAt < GoneAfter;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _startedAt = clock.Now;
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!storage.IsOpen)
        {
            return; // the start has failed before there was anything to write to
        }

        try
        {
            await WriteAsync(cleanStop: true);
        }
        catch (StorageUnavailableException e)
        {
            LogBeatFailed(e.Message);
        }
    }

    /// <summary>One beat; false: nothing can be written now, the next one tries again.</summary>
    public async Task<bool> BeatAsync(CancellationToken ct)
    {
        try
        {
            if (await WriteAsync(cleanStop: false) is > 0 and var freed)
            {
                LogFreed(freed);
            }

            await planner.RunAsync(ct);
            return true;
        }
        catch (StorageUnavailableException e)
        {
            LogBeatFailed(e.Message);
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeatAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogUnexpected(e);
            }

            await clock.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Leases freed.</returns>
    private async Task<int> WriteAsync(bool cleanStop)
    {
        // Before the refusals are taken: the row promises that all before this instant are written.
        var now = clock.Now;
        var taken = refusals.Take();
        try
        {
            var freed = await storage.Writer.RunAsync(WriteLane.Work, session => WriteAsync(session, taken, now, cleanStop));
            _lastBeatAt = now;
            return freed;
        }
        catch
        {
            refusals.GiveBack(taken);
            throw;
        }
    }

    private async Task<int> WriteAsync(DbSession session, IReadOnlyList<RefusedInterval> taken, DateTimeOffset now, bool cleanStop)
    {
        var startedAt = _startedAt ?? now;
        if (_lastBeatAt is null)
        {
            await NodeSql.JoinAsync(session, node, startedAt);
        }

        await NodeSql.BeatAsync(session, node, startedAt, now, cleanStop);
        foreach (var interval in taken)
        {
            await OutageSql.AddRefusedAsync(session, node.Id, interval);
        }

        await OutageSql.ConfirmAsync(session, now - GoneAfter);
        return HasBeatenLately(now) ? await NodeSql.FreeLeasesAsync(session, node.Id, now - GoneAfter, now) : 0;
    }

    [LoggerMessage(2040, LogLevel.Warning, "{Items} work items were left leased by a node that is gone; they go on now")]
    private partial void LogFreed(int items);

    [LoggerMessage(2041, LogLevel.Warning, "The heartbeat could not be written and is tried again: {Reason}")]
    private partial void LogBeatFailed(string reason);

    [LoggerMessage(2042, LogLevel.Error, "A heartbeat failed unexpectedly; the next one goes on")]
    private partial void LogUnexpected(Exception e);
}
