namespace Apex.Infrastructure.Providers;

/// <summary>A vendor that can be told that a person has left, so that it stops sending.</summary>
internal interface IDeregisteringProvider : IProvider
{
    /// <summary>False: the vendor's id of the person is enough, so it can be told again at any time.</summary>
    bool NeedsToken { get; }

    /// <summary>Safe to repeat: a person the vendor no longer knows counts as done.</summary>
    Task<DeregisterResult> DeregisterAsync(DeregisterRequest request, CancellationToken ct);
}

/// <param name="AccessToken">The person's, where the connection had one.</param>
internal sealed record DeregisterRequest(string ExternalUserId, string? AccessToken)
{
    // A record prints its members; the token must never reach a log by way of string interpolation.
    public override string ToString() => nameof(DeregisterRequest);
}
