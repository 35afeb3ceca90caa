namespace Apex.Infrastructure.Jobs;

/// <summary>Something done again and again. It only asks a planner what is due; vendors are called by the road's workers.</summary>
/// <param name="Name">Stored with its runs; never renamed.</param>
/// <param name="Purpose">For people, one line.</param>
/// <param name="After">Of the first run, from start on.</param>
internal sealed record ApexJob(string Name, string Purpose, TimeSpan Every, TimeSpan After, Func<CancellationToken, Task<JobResult>> RunAsync);

/// <param name="Done">How many things were done; 0: there was nothing to do.</param>
/// <param name="Detail">For people, one line; counts and ids only.</param>
internal sealed record JobResult(long Done, string Detail)
{
    public static readonly JobResult Nothing = new(0, "nothing was due");
}
