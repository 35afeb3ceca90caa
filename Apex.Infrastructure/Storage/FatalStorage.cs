namespace Apex.Infrastructure.Storage;

/// <summary>An I/O error at commit: the process must end, non-zero, so that a supervisor starts it afresh from what is on disk.</summary>
public sealed class FatalStorage
{
    private readonly TaskCompletionSource<string> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason once; the host watches it.</summary>
    public Task<string> Stopped => _stopped.Task;

    public void Stop(string reason) => _stopped.TrySetResult(reason);
}
