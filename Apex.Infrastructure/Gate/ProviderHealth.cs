namespace Apex.Infrastructure.Gate;

/// <summary>How a vendor does. Every transition is a pure function from one of these to the next: <see cref="Circuit"/>, <see cref="MassReauth"/>.</summary>
internal sealed record ProviderHealth(string Provider)
{
    /// <summary>The circuit is open because the vendor does not answer.</summary>
    public const string Unavailable = "unavailable";

    public DateTimeOffset? PausedAt { get; init; }

    public string? PausedBy { get; init; }

    public int Failures { get; init; }

    public string FailedFor { get; init; } = "";

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? OpenUntil { get; init; }

    public int Opens { get; init; }

    public string? Error { get; init; }

    public DateTimeOffset? ProbeUntil { get; init; }

    public long ProbeFence { get; init; }

    public DateTimeOffset? BrakedAt { get; init; }

    public int BrakeSuccesses { get; init; }

    public string RecentFlips { get; init; } = "";

    public long Revision { get; init; }

    public string? Reason => BrakedAt is not null ? MassReauth.Reason : OpenUntil is not null ? Unavailable : null;
}
