using System.Threading.Channels;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Connections;

/// <summary>Tells vendors that a person has left. What is to be told lies in the database until it is done or given up, so that neither a kill nor a vendor
/// that is down loses it, and nobody waits for the vendor.</summary>
internal sealed partial class Deregistrations(ApexStorage storage, ApexClock clock, DeregisterCall call, RetryLadder ladder, ILogger<Deregistrations> logger) : BackgroundService
{
    private const string Actor = "apex";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    // Capacity 1 + DropWrite: the database knows what is due, this only wakes.
    private readonly Channel<byte> _wake = Channel.CreateBounded<byte>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(0);

    /// <summary>Tries all that is due now, each once.</summary>
    public async Task RunDueAsync(CancellationToken ct)
    {
        while (await storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.ClaimAsync(session, clock.Now)) is { Count: > 0 } jobs)
        {
            // Together: one vendor that hangs must not hold up the others.
            await Task.WhenAll(jobs.Select(job => RunAsync(job, ct)));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                await Task.WhenAny(_wake.Reader.ReadAsync(stop.Token).AsTask(), clock.Delay(LookAgain, stop.Token));
                await stop.CancelAsync();
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogLoopFailed(e);
                await clock.Delay(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RunAsync(Deregistration job, CancellationToken ct)
    {
        DeregisterResult result;
        try
        {
            result = await call.RunAsync(job, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageUnavailableException)
        {
            LogCallFailed(e, job.Provider, job.ConnectionId);
            result = new DeregisterResult.Unavailable("exception_" + e.GetType().Name, null);
        }

        await SettleAsync(job, result);
    }

    private Task SettleAsync(Deregistration job, DeregisterResult result) => result switch
    {
        DeregisterResult.Done => EndAsync(job, null),
        DeregisterResult.Impossible impossible => EndAsync(job, impossible.Error),
        DeregisterResult.Throttled throttled => WaitAsync(job, ladder.Throttled(clock.Now, job.Waits, throttled.RetryAt), consumesTry: false, "http_429"),
        DeregisterResult.Unavailable unavailable when job.Tries + 1 >= ladder.MaxTries => EndAsync(job, unavailable.Error),
        DeregisterResult.Unavailable unavailable => WaitAsync(job, ladder.Unavailable(clock.Now, job.Tries, unavailable.RetryAt, job.Id), consumesTry: true, unavailable.Error),
        _ => throw new InvalidOperationException($"No settlement for {result.GetType().Name}."),
    };

    private async Task WaitAsync(Deregistration job, DateTimeOffset until, bool consumesTry, string error)
    {
        await storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.WaitAsync(session, job, until, consumesTry, error));
        LogWaits(job.Provider, job.ConnectionId, error, until);
    }

    /// <param name="error">Why it is given up; null: done.</param>
    private async Task EndAsync(Deregistration job, string? error)
    {
        var detail = error is null ? $"{job.Provider}: done" : $"{job.Provider}: given up, {error}";
        await storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (await DeregistrationRows.EndAsync(session, job) == 1)
            {
                await AuditLog.WriteAsync(session, Actor, "connection.deregister", $"connection:{job.ConnectionId}", clock.Now, detail);
            }
        });
        if (error is null)
        {
            LogDone(job.Provider, job.ConnectionId);
        }
        else
        {
            LogGivenUp(job.Provider, job.ConnectionId, error);
        }
    }

    [LoggerMessage(3010, LogLevel.Information, "{Provider} has let go of connection {ConnectionId}")]
    private partial void LogDone(string provider, Guid connectionId);

    [LoggerMessage(3011, LogLevel.Warning, "{Provider} could not be told to let go of connection {ConnectionId}: {Error}. It may go on sending; end the access in the vendor's console")]
    private partial void LogGivenUp(string provider, Guid connectionId, string error);

    [LoggerMessage(3012, LogLevel.Information, "{Provider} is told later to let go of connection {ConnectionId}: {Error}, next at {Until}")]
    private partial void LogWaits(string provider, Guid connectionId, string error, DateTimeOffset until);

    [LoggerMessage(3013, LogLevel.Error, "Telling {Provider} to let go of connection {ConnectionId} failed")]
    private partial void LogCallFailed(Exception e, string provider, Guid connectionId);

    [LoggerMessage(3014, LogLevel.Error, "The loop of deregistrations failed and goes on in half a minute")]
    private partial void LogLoopFailed(Exception e);
}
