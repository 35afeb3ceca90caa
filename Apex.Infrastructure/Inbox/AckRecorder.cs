using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Inbox;

/// <summary>Writes the record of answers once a minute. A killed process loses the record of its last minute, and no delivery.</summary>
internal sealed partial class AckRecorder(ApexStorage storage, ApexClock clock, AckMinutes minutes, ILogger<AckRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Rows per transaction; after a time without storage there may be thousands.</summary>
    private const int Chunk = 500;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (storage.IsOpen)
        {
            await WriteAsync();
        }
    }

    /// <summary>What cannot be written now is kept for the next time.</summary>
    public async Task WriteAsync()
    {
        var left = minutes.Take();
        try
        {
            while (left.Count > 0)
            {
                var chunk = left.Take(Chunk).ToList();
                await storage.Writer.RunAsync(WriteLane.Work, session => AckMinuteSql.AddAsync(session, chunk));
                left = [.. left.Skip(Chunk)];
            }
        }
        catch (StorageUnavailableException e)
        {
            LogKept(left.Count, e.Message);
        }
        finally
        {
            minutes.GiveBack(left);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await clock.Delay(Every, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await WriteAsync();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogUnexpected(e);
            }
        }
    }

    [LoggerMessage(1030, LogLevel.Warning, "{Rows} rows of the record of answers could not be written and are kept: {Reason}")]
    private partial void LogKept(int rows, string reason);

    [LoggerMessage(1031, LogLevel.Error, "Writing the record of answers failed; the next minute goes on")]
    private partial void LogUnexpected(Exception e);
}
