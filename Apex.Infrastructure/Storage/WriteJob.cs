namespace Apex.Infrastructure.Storage;

/// <summary>A job waiting for a commit; its caller hears of it only after that.</summary>
internal abstract class WriteJob
{
    public abstract Task RunAsync(DbSession session);

    public abstract void Failed(Exception e);

    public abstract void Complete();
}

internal sealed class WriteJob<T>(Func<DbSession, Task<T>> job) : WriteJob
{
    // Continuations must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Completion => _done.Task;

    public override async Task RunAsync(DbSession session) => _result = await job(session);

    public override void Failed(Exception e) => _failure = e;

    public override void Complete()
    {
        if (_failure is null)
        {
            _done.SetResult(_result!);
        }
        else
        {
            _done.SetException(_failure);
        }
    }
}
