using Apex.Domain.Records;
using Apex.Infrastructure.Providers;

namespace Apex.Infrastructure.Ingestion;

/// <summary>What normalizing an item's payloads gave.</summary>
internal sealed class ItemFindings
{
    private readonly List<Finding> _findings = [];

    public List<IncomingRecord> Records { get; } = [];

    public List<AccountChange> AccountChanges { get; } = [];

    /// <summary>Messages whose shape is unknown; the good ones of the item go on without them.</summary>
    public List<DeadMessage> DeadMessages { get; } = [];

    /// <summary>Fetched payloads to keep, each once.</summary>
    public List<RawPayload> Raw { get; } = [];

    /// <summary>A fetched payload whose shape is unknown: the whole item becomes a dead letter, with what was fetched kept.</summary>
    public string? Unreadable { get; set; }

    /// <summary>Fields dropped, findings beyond the bound included.</summary>
    public int Drops { get; private set; }

    public IReadOnlyList<Finding> Findings => _findings;

    public void Add(string path, string reason)
    {
        Drops++;
        if (_findings.Count < RunDetail.MaxFindings)
        {
            _findings.Add(new(path, reason));
        }
    }
}

/// <summary>A normalized, plausible record with its version and the instants of its arrival.</summary>
/// <param name="NotifiedAt">When the vendor told us, for fetched data.</param>
/// <param name="RawSha256">The fetched payload it was read from; null when it came inside a message.</param>
internal sealed record IncomingRecord(
    NormalizedRecord Record,
    RecordVersion Version,
    RecordValues Values,
    DateTimeOffset? NotifiedAt,
    DateTimeOffset ReceivedAt,
    byte[]? RawSha256);

/// <param name="Reason">Stable key plus JSON path.</param>
internal sealed record DeadMessage(long MessageId, string Reason);
