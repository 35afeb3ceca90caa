namespace Apex.Infrastructure.Jobs;

/// <summary>Bound from "Apex:Jobs".</summary>
public sealed class JobOptions
{
    public const string Section = "Apex:Jobs";

    /// <summary>False: this node starts no job by itself; other nodes and "run now" still do.</summary>
    public bool Enabled { get; init; } = true;
}
