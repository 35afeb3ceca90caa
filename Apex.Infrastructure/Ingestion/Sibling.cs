namespace Apex.Infrastructure.Ingestion;

/// <summary>Another item of the same person as it stood before a fetch's first request was sent: what the fetch reads along need not be asked for again.</summary>
/// <param name="Generation">Its `wanted` then; what came later is not covered.</param>
/// <param name="Fence">Raised since: somebody has claimed it, and it is theirs.</param>
/// <param name="Objects">What its pending notices name.</param>
internal sealed record Sibling(long Id, long Generation, long Fence, IReadOnlySet<(string DataType, string ObjectId)> Objects);
