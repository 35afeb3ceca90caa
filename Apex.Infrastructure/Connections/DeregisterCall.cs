using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>One try at telling a vendor, with a token that works where one is needed.</summary>
internal sealed class DeregisterCall(ApexStorage storage, ApexClock clock, ProviderRegistry providers, SecretCipher cipher)
{
    private static readonly TimeSpan RefreshAhead = TimeSpan.FromSeconds(60);

    public async Task<DeregisterResult> RunAsync(Deregistration job, CancellationToken ct)
    {
        if (!providers.TryGet(job.Provider, out var vendor) || vendor is not IDeregisteringProvider provider || !vendor.Traits.Enabled)
        {
            return new DeregisterResult.Impossible("vendor_not_available");
        }

        var token = job.AccessToken is null ? null : cipher.Unprotect(job.AccessToken);
        var isExpired = job.ExpiresAt <= clock.Now + RefreshAhead;
        var result = isExpired && job.RefreshToken is not null
            ? new DeregisterResult.Unauthorized()
            : await provider.DeregisterAsync(new(job.ExternalUserId, token), ct);
        return result is DeregisterResult.Unauthorized ? await WithNewTokenAsync(provider, job, ct) : result;
    }

    // The pair is good for one use. Killed between the reply and its commit, the next try is refused and we give up: the person has left anyway.
    private async Task<DeregisterResult> WithNewTokenAsync(IDeregisteringProvider provider, Deregistration job, CancellationToken ct)
    {
        if (provider is not IRefreshingProvider refreshing || job.RefreshToken is null)
        {
            return new DeregisterResult.Impossible("token_refused");
        }

        switch (await refreshing.RefreshAsync(cipher.Unprotect(job.RefreshToken), CancellationToken.None))
        {
            case RefreshResult.Refreshed pair:
                await storage.Writer.RunAsync(WriteLane.Work, session => DeregistrationRows.StoreTokensAsync(
                    session, job, cipher.Protect(pair.AccessToken), pair.RefreshToken is null ? null : cipher.Protect(pair.RefreshToken), pair.ExpiresAt));
                var result = await provider.DeregisterAsync(new(job.ExternalUserId, pair.AccessToken), ct);
                return result is DeregisterResult.Unauthorized ? new DeregisterResult.Unavailable("unauthorized_after_refresh", null) : result;
            case RefreshResult.Unavailable unavailable:
                return new DeregisterResult.Unavailable("refresh_" + unavailable.Error, unavailable.RetryAt);
            default:
                return new DeregisterResult.Impossible("token_refused");
        }
    }
}
