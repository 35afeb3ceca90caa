namespace Apex.Infrastructure.Work;

/// <summary>A work item under our lease. Every later write names <see cref="Fence"/>: once it has grown, this claim is dead.</summary>
internal sealed record ClaimedItem
{
    public required long Id { get; init; }

    public required string Provider { get; init; }

    public required string ExternalUserId { get; init; }

    public required string Family { get; init; }

    public required string Day { get; init; }

    public required string Lane { get; init; }

    public required string Class { get; init; }

    /// <summary>`wanted` as read at claim: a settle covers messages up to this generation.</summary>
    public required long Generation { get; init; }

    public required long Fence { get; init; }

    /// <summary>Failed attempts so far; waiting for quota, a circuit or a token does not count.</summary>
    public required int Tries { get; init; }

    /// <summary>Claims that ended without a settle: from 2 the item runs alone, at 5 it is buried.</summary>
    public required int LostLeases { get; init; }

    /// <summary>Waits in a row that consumed no try.</summary>
    public required int Waits { get; init; }

    public required DateTimeOffset ClaimedAt { get; init; }

    /// <summary>This item finds out whether its vendor is back; null: it is one of many.</summary>
    public long? ProbeFence { get; init; }
}
