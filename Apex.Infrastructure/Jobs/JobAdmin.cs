using Microsoft.Extensions.Hosting;

namespace Apex.Infrastructure.Jobs;

/// <summary>Runs a job now instead of at its time.</summary>
public sealed class JobAdmin
{
    private static readonly Outcome<RunningJob> Busy = new Outcome<RunningJob>.Conflict("The job runs already; what it does now is what you asked for.");

    private readonly JobRunner _runner;
    private readonly JobReader _reader;
    private readonly IHostApplicationLifetime _lifetime;

    internal JobAdmin(JobRunner runner, JobReader reader, IHostApplicationLifetime lifetime) => (_runner, _reader, _lifetime) = (runner, reader, lifetime);

    /// <summary>Begins it on this node and does not wait; recorded with who asked. It goes on when the caller goes away, and ends with the process.</summary>
    public async Task<Outcome<RunningJob>> RunNowAsync(string name, string actor)
    {
        if (!_runner.Knows(name))
        {
            return new Outcome<RunningJob>.Missing();
        }

        if (await _reader.RunsElsewhereAsync(name))
        {
            return Busy;
        }

        return await _runner.StartAsync(name, actor, _lifetime.ApplicationStopping) is { } run ? new Outcome<RunningJob>.Done(run) : Busy;
    }
}
