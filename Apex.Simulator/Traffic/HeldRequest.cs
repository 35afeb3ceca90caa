namespace Apex.Simulator.Traffic;

/// <summary>A gate on a vendor's path: tells when a request has arrived and keeps its reply until released. Disposing releases.</summary>
public sealed class HeldRequest : IDisposable
{
    private readonly Faults _faults;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    internal HeldRequest(Faults faults, Vendor vendor, string path)
    {
        _faults = faults;
        (Vendor, Path) = (vendor, path);
    }

    public Vendor Vendor { get; }

    public string Path { get; }

    /// <summary>Completes when the first request is held; its answer is already computed.</summary>
    public Task Arrived => _arrived.Task;

    public int Waiting => Volatile.Read(ref _waiting);

    public void Release()
    {
        _faults.Remove(this);
        _released.TrySetResult();
    }

    public void Dispose() => Release();

    internal async Task WaitAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref _waiting);
        _arrived.TrySetResult();
        try
        {
            await _released.Task.WaitAsync(ct);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
