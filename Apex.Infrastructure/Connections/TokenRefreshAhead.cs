using System.Globalization;
using Apex.Infrastructure.Gate;
using Apex.Infrastructure.Jobs;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Storage;

namespace Apex.Infrastructure.Connections;

/// <summary>Renews tokens before they end, so that a notification never waits for a refresh. What it cannot renew is renewed, or refused, on use.</summary>
internal sealed class TokenRefreshAhead(ApexStorage storage, ApexClock clock, ProviderRegistry providers, ProviderGate gate, TokenKeeper tokens)
{
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(30);

    /// <summary>Of one vendor and run; the earliest ends come first, and the next run is five minutes away.</summary>
    private const int MostPerRun = 500;

    private const int AtOnce = 4;

    /// <summary>Refreshes in a row that came to nothing: the vendor has other troubles than ours.</summary>
    private const int GivesUpAfter = 3;

    // Ended ones are left to their next use: pairs that cannot be renewed would else stand in front of all others for ever.
    private const string Ending = """
        SELECT id FROM connections WHERE status = 'active' AND token_expires_at IS NOT NULL AND token_expires_at > @now AND token_expires_at <= @until
          AND provider = @provider AND refresh_token IS NOT NULL
        ORDER BY token_expires_at, id LIMIT @limit
        """;

    public async Task<JobResult> RunAsync(CancellationToken ct)
    {
        var (tried, renewed) = (0, 0);
        foreach (var provider in providers.All.OfType<IPullProvider>().Where(provider => provider.Traits.Enabled))
        {
            var some = await RunAsync(provider, ct);
            (tried, renewed) = (tried + some.Tried, renewed + some.Renewed);
        }

        return tried == 0 ? JobResult.Nothing : new(tried, string.Create(CultureInfo.InvariantCulture, $"{renewed} of {tried} tokens renewed"));
    }

    private async Task<(int Tried, int Renewed)> RunAsync(IPullProvider provider, CancellationToken ct)
    {
        if (!IsOpen(provider.Traits.Name))
        {
            return default;
        }

        var (tried, renewed, failedInARow) = (0, 0, 0);
        foreach (var some in (await EndingAsync(provider.Traits.Name, ct)).Chunk(AtOnce))
        {
            if (failedInARow >= GivesUpAfter || !IsOpen(provider.Traits.Name))
            {
                break;
            }

            var results = await Task.WhenAll(some.Select(id => tokens.RefreshAheadAsync(provider, id, Ahead, ct)));
            var good = results.Count(result => result is TokenResult.Token);
            failedInARow = good > 0 ? 0 : failedInARow + results.Length;
            (tried, renewed) = (tried + results.Length, renewed + good);
        }

        return (tried, renewed);
    }

    private Task<List<Guid>> EndingAsync(string provider, CancellationToken ct)
    {
        var now = clock.Now;
        return storage.ReadAsync(
            session => session.QueryAsync(
                Ending, reader => reader.GetGuid(0),
                ("@now", now.ToUnixTimeMilliseconds()), ("@until", (now + Ahead).ToUnixTimeMilliseconds()), ("@provider", provider), ("@limit", (long)MostPerRun)),
            ct);
    }

    private bool IsOpen(string provider) => gate.Of(provider) is { PausedAt: null, OpenUntil: null, BrakedAt: null };
}
