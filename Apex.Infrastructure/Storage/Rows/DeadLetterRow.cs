namespace Apex.Infrastructure.Storage.Rows;

/// <summary>Work that cannot go on by itself, with everything needed to look and to replay.</summary>
internal sealed class DeadLetterRow
{
    public long Id { get; set; }

    public required string Provider { get; set; }

    public required string ExternalUserId { get; set; }

    public required string Family { get; set; }

    public required string Day { get; set; }

    public required string Lane { get; set; }

    public Guid? UserId { get; set; }

    public Guid? ConnectionId { get; set; }

    /// <summary>receive, claim, fetch, normalize, store.</summary>
    public required string Stage { get; set; }

    /// <summary>Stable key plus JSON path or status; never a value.</summary>
    public required string Error { get; set; }

    /// <summary>Groups like with like: provider, stage and the error without numbers.</summary>
    public required string Fingerprint { get; set; }

    public int Tries { get; set; }

    public int Messages { get; set; }

    public long CreatedAt { get; set; }

    /// <summary>open, replayed, discarded, resolved.</summary>
    public required string State { get; set; }

    public long? StateAt { get; set; }

    public string? StateBy { get; set; }

    public long? RunId { get; set; }
}
