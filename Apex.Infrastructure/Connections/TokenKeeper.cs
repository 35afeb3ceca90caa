using Apex.Domain.Freshness;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Microsoft.Extensions.Logging;

namespace Apex.Infrastructure.Connections;

/// <summary>Hands out access tokens and refreshes them, each pair at most once: durable intent, call, reply committed at once, then use.</summary>
internal sealed partial class TokenKeeper(ApexStorage storage, ApexClock clock, SecretCipher cipher, MetricsFeed feed, ReauthBrake brake, ILogger<TokenKeeper> logger)
{
    /// <summary>Cause of a connection whose refresh was cut off between the vendor's reply and our commit; shown as ours.</summary>
    public const string RefreshInterrupted = "refresh_interrupted";

    /// <summary>Why a fetch got no token: the vendor cannot refresh now.</summary>
    public const string RefreshUnavailable = "refresh_unavailable";

    private static readonly TimeSpan RefreshAhead = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    // A fixed set of gates keeps refreshes of one connection in one line; two connections that share one only wait a little.
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <param name="refusedVersion">The version the vendor answered 401 to; null on first use.</param>
    public Task<TokenResult> GetAsync(IPullProvider provider, Guid connectionId, long? refusedVersion, CancellationToken ct) =>
        GetAsync(provider, connectionId, refusedVersion, RefreshAhead, ct);

    /// <summary>Refreshes a token that ends within the span, before anybody waits for it.</summary>
    public Task<TokenResult> RefreshAheadAsync(IPullProvider provider, Guid connectionId, TimeSpan ahead, CancellationToken ct) =>
        GetAsync(provider, connectionId, refusedVersion: null, ahead, ct);

    private async Task<TokenResult> GetAsync(IPullProvider provider, Guid connectionId, long? refusedVersion, TimeSpan ahead, CancellationToken ct)
    {
        var gate = _gates[(uint)connectionId.GetHashCode() % _gates.Length];
        await gate.WaitAsync(ct);
        try
        {
            var row = await storage.ReadAsync(session => TokenRows.FindAsync(session, connectionId), ct);
            if (row is null || row.Status != ConnectionStatus.Active || row.AccessToken is null)
            {
                return new TokenResult.SignedOut();
            }

            var isRefused = refusedVersion == row.Version;
            var isExpired = row.ExpiresAt is { } expiresAt && expiresAt <= clock.Now + ahead;
            return isRefused || isExpired
                ? await RefreshAsync(provider, connectionId, row)
                : new TokenResult.Token(cipher.Unprotect(row.AccessToken), row.Version);
        }
        finally
        {
            gate.Release();
        }
    }

    // No cancellation from here on: a reply that is not committed burns the person's grant.
    private async Task<TokenResult> RefreshAsync(IPullProvider provider, Guid connectionId, TokenRow row)
    {
        if (row.RefreshToken is null)
        {
            return await SignOutAsync(connectionId, row);
        }

        var lease = await storage.Writer.RunAsync(WriteLane.Work, session => TokenRows.BeginAsync(session, connectionId, row.Version, clock.Now));
        if (lease is null)
        {
            return new TokenResult.Wait(clock.Now + LookAgain, "refresh_elsewhere");
        }

        FailPoint.Hit("refresh.intent");
        var result = await provider.RefreshAsync(cipher.Unprotect(lease.RefreshToken), CancellationToken.None);
        FailPoint.Hit("refresh.replied");
        var token = await SettleAsync(provider.Traits.Name, connectionId, row.Version, lease, result);
        FailPoint.Hit("refresh.saved");
        return token;
    }

    private async Task<TokenResult> SettleAsync(string provider, Guid connectionId, long version, RefreshLease lease, RefreshResult result)
    {
        switch (result)
        {
            case RefreshResult.Refreshed pair:
                var stored = await storage.Writer.RunAsync(WriteLane.Ack, session => TokenRows.StoreAsync(
                    session, connectionId, lease.Fence, cipher.Protect(pair.AccessToken), pair.RefreshToken is null ? null : cipher.Protect(pair.RefreshToken), pair.ExpiresAt));
                LogRefreshed(connectionId, lease.Interrupted);
                await brake.SucceededAsync(provider);
                return stored == 1 ? new TokenResult.Token(pair.AccessToken, version + 1) : new TokenResult.Wait(clock.Now + LookAgain, "refresh_overtaken");
            case RefreshResult.Refused:
                return await RefusedAsync(provider, connectionId, lease);
            case RefreshResult.Unavailable unavailable:
                await storage.Writer.RunAsync(WriteLane.Ack, session => TokenRows.ReleaseAsync(session, connectionId, lease.Fence, unavailable.ReplyUnknown || lease.Interrupted));
                LogUnavailable(connectionId, unavailable.Error);
                return new TokenResult.Wait(unavailable.RetryAt ?? clock.Now + TimeSpan.FromMinutes(1), RefreshUnavailable);
            default:
                throw new InvalidOperationException($"Unknown refresh result {result.GetType().Name}.");
        }
    }

    // While the vendor refuses everybody the pair is kept as if it could not refresh now: it may be good again.
    private async Task<TokenResult> RefusedAsync(string provider, Guid connectionId, RefreshLease lease)
    {
        var cause = lease.Interrupted ? RefreshInterrupted : Causes.Name(FreshnessCause.TokenExpired);
        if (!await brake.RefusedAsync(
            provider,
            session => TokenRows.RefuseAsync(session, connectionId, lease.Fence, cause),
            session => TokenRows.ReleaseAsync(session, connectionId, lease.Fence, lease.Interrupted)))
        {
            LogUnavailable(connectionId, MassReauth.Reason);
            return new TokenResult.Wait(clock.Now + ReauthBrake.HoldFor, MassReauth.Reason);
        }

        LogRefused(connectionId, cause);
        feed.Publish(new FeedEvent.RoadMoved());
        return new TokenResult.SignedOut();
    }

    private async Task<TokenResult> SignOutAsync(Guid connectionId, TokenRow row)
    {
        await storage.Writer.RunAsync(WriteLane.Work, session => session.ExecuteAsync(
            "UPDATE connections SET status = 'reauth_needed', status_cause = @cause WHERE id = @id AND token_version = @version",
            ("@cause", Causes.Name(FreshnessCause.TokenExpired)), ("@id", connectionId), ("@version", row.Version)));
        return new TokenResult.SignedOut();
    }

    [LoggerMessage(3001, LogLevel.Information, "Refreshed the token of connection {ConnectionId} (after an interruption: {Interrupted})")]
    private partial void LogRefreshed(Guid connectionId, bool interrupted);

    [LoggerMessage(3002, LogLevel.Warning, "Connection {ConnectionId} must be reconnected: {Cause}")]
    private partial void LogRefused(Guid connectionId, string cause);

    [LoggerMessage(3003, LogLevel.Warning, "The token of connection {ConnectionId} cannot be refreshed now: {Error}")]
    private partial void LogUnavailable(Guid connectionId, string error);
}
