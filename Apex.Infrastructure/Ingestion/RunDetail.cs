namespace Apex.Infrastructure.Ingestion;

/// <summary>What a run did, step by step, and what it found; one JSON value written at settle.</summary>
/// <param name="Findings">Bounded by <see cref="MaxFindings"/>; the rest is only counted.</param>
internal sealed record RunDetail(IReadOnlyList<RunStep> Steps, IReadOnlyList<Finding> Findings, int MoreFindings)
{
    public const int MaxFindings = 50;
}

/// <param name="Name">A verb of the road: claim, fetch, normalize, merge, store.</param>
/// <param name="Ms">How long it took.</param>
internal sealed record RunStep(string Name, double Ms);

/// <param name="Path">JSON path, field name or object id; never a value.</param>
internal sealed record Finding(string Path, string Reason);
