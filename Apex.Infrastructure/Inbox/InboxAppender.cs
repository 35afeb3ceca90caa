using System.Threading.Channels;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Inbox;

/// <summary>Deliveries that wait together are committed together; nobody is told "stored" before the commit.</summary>
internal sealed partial class InboxAppender(ApexStorage storage, WorkSignal signal, ILogger<InboxAppender> logger) : BackgroundService
{
    private const int MaxPostsPerBatch = 256;

    /// <summary>A vendor is answered within this time, stored or not.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    // Bounded: beyond it the vendor hears 503 at once and sends again.
    private readonly Channel<PendingAppend> _queue = Channel.CreateBounded<PendingAppend>(2048);

    /// <summary>Completes when the delivery is durable, refused, or has waited too long. A caller that goes away does not cancel its batch.</summary>
    public async Task<AppendResult> AppendAsync(string provider, Envelope envelope, DateTimeOffset receivedAt)
    {
        var pending = new PendingAppend(provider, envelope, receivedAt.ToUnixTimeMilliseconds());
        if (!_queue.Writer.TryWrite(pending))
        {
            return new AppendResult.Unavailable("queue_full");
        }

        try
        {
            return await pending.Completion.WaitAsync(MaxWait);
        }
        catch (TimeoutException)
        {
            return new AppendResult.Unavailable("commit_slow");
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var batch = new List<PendingAppend>(MaxPostsPerBatch);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < MaxPostsPerBatch && _queue.Reader.TryRead(out var pending))
            {
                batch.Add(pending);
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<PendingAppend> batch)
    {
        try
        {
            var results = await storage.Writer.RunAsync(WriteLane.Ack, session => AppendBatch.RunAsync(session, batch));
            for (var i = 0; i < batch.Count; i++)
            {
                Complete(batch[i], results[i]);
            }
        }
        catch (StorageUnavailableException e)
        {
            LogRefused(e.Message, batch.Count);
            batch.ForEach(pending => pending.Complete(new AppendResult.Unavailable(e.Message)));
        }
        catch (Exception e) when (batch.Count > 1)
        {
            // One bad row fails alone: the rest of the batch must not pay for it.
            LogSplit(e, batch.Count);
            foreach (var pending in batch)
            {
                await CommitAsync([pending]);
            }
        }
        catch (Exception e)
        {
            LogRowFailed(e, batch[0].Provider);
            batch[0].Complete(new AppendResult.Unavailable("row_failed"));
        }
    }

    private void Complete(PendingAppend pending, AppendResult result)
    {
        pending.Complete(result);
        foreach (var message in pending.Envelope.Messages)
        {
            signal.Raise(pending.Provider, message.Kind == MessageKind.Notification ? Lanes.Fetch : Lanes.Data);
        }
    }

    [LoggerMessage(1010, LogLevel.Warning, "Refused {Count} deliveries: {Reason}")]
    private partial void LogRefused(string reason, int count);

    [LoggerMessage(1011, LogLevel.Warning, "A batch of {Count} deliveries failed; each is stored alone")]
    private partial void LogSplit(Exception e, int count);

    [LoggerMessage(1012, LogLevel.Error, "A delivery of {Provider} cannot be stored")]
    private partial void LogRowFailed(Exception e, string provider);
}
