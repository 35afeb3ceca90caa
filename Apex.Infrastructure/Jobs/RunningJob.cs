namespace Apex.Infrastructure.Jobs;

/// <summary>A run that has begun.</summary>
/// <param name="Finished">Never fails: a job that does is told by its outcome.</param>
public sealed record RunningJob(DateTimeOffset StartedAt, Task<FinishedJob> Finished);

/// <param name="Outcome">done, idle, failed.</param>
/// <param name="Done">How many things were done.</param>
/// <param name="Detail">For people, one line.</param>
public sealed record FinishedJob(string Outcome, long Done, string Detail, TimeSpan Took);
