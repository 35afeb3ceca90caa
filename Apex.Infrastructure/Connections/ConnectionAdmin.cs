using Apex.Infrastructure.Backfill;
using Apex.Infrastructure.Inbox;
using Apex.Infrastructure.People;
using Apex.Infrastructure.Providers;
using Apex.Infrastructure.Publishing;
using Apex.Infrastructure.Storage;
using Apex.Infrastructure.Work;

namespace Apex.Infrastructure.Connections;

/// <summary>Connects people with vendors by a grant they already gave, and parts them.</summary>
public sealed class ConnectionAdmin
{
    private const int MaxTokenLength = 8192;
    private const int MaxScopesLength = 2000;

    private readonly ApexStorage _storage;
    private readonly ApexClock _clock;
    private readonly ProviderRegistry _providers;
    private readonly SecretCipher _cipher;
    private readonly WorkSignal _signal;
    private readonly MetricsFeed _feed;
    private readonly ErasedAccounts _erased;
    private readonly Deregistrations _deregistrations;
    private readonly ConnectBackfill _backfill;

    internal ConnectionAdmin(
        ApexStorage storage, ApexClock clock, ProviderRegistry providers, SecretCipher cipher, WorkSignal signal, MetricsFeed feed, ErasedAccounts erased,
        Deregistrations deregistrations, ConnectBackfill backfill)
    {
        (_storage, _clock, _providers, _cipher, _signal, _feed) = (storage, clock, providers, cipher, signal, feed);
        (_erased, _deregistrations, _backfill) = (erased, deregistrations, backfill);
    }

    /// <summary>All of a person's connections, removed ones included; null when the person is unknown.</summary>
    public Task<IReadOnlyList<ConnectionView>?> ListAsync(Guid userId, CancellationToken ct = default) => _storage.ReadAsync<IReadOnlyList<ConnectionView>?>(
        async session => await UserExistsAsync(session, userId) ? await ConnectionRows.OfUserAsync(session, userId) : null, ct);

    /// <summary>Safe to repeat. Messages that waited for this person go to work at once.</summary>
    public async Task<Outcome<SavedConnection>> AddAsync(Guid userId, NewConnection grant, string actor)
    {
        var problems = Check(grant);
        if (problems.Any)
        {
            return new Outcome<SavedConnection>.Invalid(problems);
        }

        var now = _clock.Now;
        var tokens = Seal(grant);
        var (outcome, lanes) = await _storage.Writer.RunAsync(WriteLane.Work, session => AddAsync(session, userId, grant, tokens, actor, now));
        if (outcome is Outcome<SavedConnection>.Done)
        {
            _erased.Remove(grant.Provider!, grant.ExternalUserId!);
        }

        foreach (var (provider, lane) in lanes)
        {
            _signal.Raise(provider, lane);
        }

        _feed.Publish(new FeedEvent.PersonChanged(userId));
        return outcome;
    }

    /// <summary>Forgets the tokens and tells the vendor, later. What was stored stays; late pushes are kept as orphans.</summary>
    public async Task<Outcome<bool>> RemoveAsync(Guid userId, Guid connectionId, string actor)
    {
        var now = _clock.Now;
        var removed = await _storage.Writer.RunAsync(WriteLane.Work, async session =>
        {
            if (!await UserExistsAsync(session, userId))
            {
                return false;
            }

            // First: it takes the tokens over.
            await DeregistrationRows.AddAsync(session, userId, connectionId, now);
            var isRemoved = await ConnectionRows.RemoveAsync(session, userId, connectionId);
            if (isRemoved)
            {
                await BackfillRows.CancelOfConnectionAsync(session, connectionId, now);
                await AuditLog.WriteAsync(session, actor, "connection.remove", $"connection:{connectionId}", now);
            }

            return isRemoved;
        });
        _deregistrations.Wake();
        _feed.Publish(new FeedEvent.PersonChanged(userId));
        return removed ? new Outcome<bool>.Done(true) : new Outcome<bool>.Missing();
    }

    private async Task<(Outcome<SavedConnection> Outcome, IReadOnlyList<(string Provider, string Lane)> Lanes)> AddAsync(
        DbSession session, Guid userId, NewConnection grant, SealedTokens tokens, string actor, DateTimeOffset now)
    {
        if (!await UserExistsAsync(session, userId))
        {
            return (new Outcome<SavedConnection>.Missing(), []);
        }

        var (provider, person) = (grant.Provider!, grant.ExternalUserId!);
        var known = await ConnectionRows.FindAsync(session, provider, person);
        if (known is not null && known.UserId != userId && known.Status != ConnectionStatus.Removed)
        {
            return (new Outcome<SavedConnection>.Conflict("This account at the provider belongs to another user; remove that connection first."), []);
        }

        if (known is not null && known.UserId != userId && !await UserExistsAsync(session, known.UserId))
        {
            return (new Outcome<SavedConnection>.Conflict("The person who had this account is being erased; try again in a minute."), []);
        }

        var id = known?.UserId == userId ? known.Id : Guid.CreateVersion7(now);
        if (known is null)
        {
            await ConnectionRows.InsertAsync(session, id, userId, grant, tokens, now.ToUnixTimeMilliseconds());
        }
        else
        {
            await ConnectionRows.ReplaceAsync(session, known.Id, id, userId, grant, tokens);
        }

        await ErasedAccountRows.RemoveAsync(session, provider, person);
        await DeregistrationRows.CancelAsync(session, provider, person);
        await ConnectionRows.WakeItemsAsync(session, provider, person, now.ToUnixTimeMilliseconds());
        await OrphanAdoption.AdoptAsync(session, provider, person, Kinds.Orphan, now);
        if (known is null || known.UserId != userId || known.Status == ConnectionStatus.Removed)
        {
            await _backfill.BeginAsync(session, userId, id, provider, person, now);
        }

        await AuditLog.WriteAsync(session, actor, "connection.add", $"connection:{id}", now, provider);
        var saved = await ConnectionRows.FindAsync(session, id);
        return (new Outcome<SavedConnection>.Done(new(saved!, known is null)), [(provider, Lanes.Fetch), (provider, Lanes.Data)]);
    }

    private static async Task<bool> UserExistsAsync(DbSession session, Guid userId) => await session.ScalarAsync<long>(
        "SELECT count(*) FROM users WHERE id = @user AND erased_at IS NULL", ("@user", userId)) == 1;

    private FieldProblems Check(NewConnection grant)
    {
        var problems = new FieldProblems();
        var provider = _providers.TryGet(grant.Provider ?? "", out var found) && found.Traits.Enabled ? found : null;
        problems.Check(provider is not null, "provider", $"must be one of {string.Join(", ", EnabledNames())}");
        problems.CheckText("externalUserId", grant.ExternalUserId ?? "", UserRules.MaxExternalIdLength);
        CheckOptional(problems, "accessToken", grant.AccessToken, MaxTokenLength);
        CheckOptional(problems, "refreshToken", grant.RefreshToken, MaxTokenLength);
        CheckOptional(problems, "scopes", grant.Scopes, MaxScopesLength);
        problems.Check(
            provider is not IPullProvider || grant.AccessToken is not null || grant.RefreshToken is not null,
            "accessToken", "is needed: this provider is asked for the data with the person's token");
        return problems;
    }

    private static void CheckOptional(FieldProblems problems, string field, string? text, int maxLength)
    {
        if (text is not null)
        {
            problems.CheckText(field, text, maxLength);
        }
    }

    private IEnumerable<string> EnabledNames() => _providers.All.Where(provider => provider.Traits.Enabled).Select(provider => provider.Traits.Name).Order(StringComparer.Ordinal);

    // A refresh token alone is an access token that has expired: the first use refreshes it.
    private SealedTokens Seal(NewConnection grant) => (grant.AccessToken, grant.RefreshToken) switch
    {
        (null, null) => new(null, null, null),
        (null, { } refresh) => new(_cipher.Protect(""), _cipher.Protect(refresh), 0),
        ({ } access, _) => new(_cipher.Protect(access), grant.RefreshToken is null ? null : _cipher.Protect(grant.RefreshToken), grant.ExpiresAt?.ToUnixTimeMilliseconds()),
    };
}
