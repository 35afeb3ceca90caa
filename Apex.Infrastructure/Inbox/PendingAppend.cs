using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Inbox;

/// <summary>One delivery waiting for its commit.</summary>
internal sealed class PendingAppend(string provider, Envelope envelope, long receivedAtMs)
{
    private readonly TaskCompletionSource<AppendResult> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Provider => provider;

    public Envelope Envelope => envelope;

    public long ReceivedAtMs => receivedAtMs;

    public Task<AppendResult> Completion => _done.Task;

    public void Complete(AppendResult result) => _done.TrySetResult(result);
}

/// <summary>What became of a delivery.</summary>
internal abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <param name="FirstMessageId">Of the messages stored; null when all were repeats.</param>
    public sealed record Stored(long? FirstMessageId, int Messages, int Repeats) : AppendResult;

    /// <summary>Not stored: the vendor must send again.</summary>
    public sealed record Unavailable(string Reason) : AppendResult;
}
